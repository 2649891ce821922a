"""Echorouk: Algerian daily, Algiers; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="echorouk",
    name="الشروق أونلاين",
    english="Echorouk",
    country="DZ",
    timezone="Africa/Algiers",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.echoroukonline.com", "echoroukonline.com"),
    feeds=(Feed(url="https://www.echoroukonline.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.echoroukonline.com/رئيس-الجمهورية-يستقبل-وزير-الخارجية",),
        sections=("https://www.echoroukonline.com/economy", "https://www.echoroukonline.com/category/أخبار-الجزائر"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
