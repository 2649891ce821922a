"""Ennahar: Algerian daily and channel, Algiers; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="ennahar_dz",
    name="النهار أونلاين",
    english="Ennahar",
    country="DZ",
    timezone="Africa/Algiers",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.ennaharonline.com", "ennaharonline.com"),
    feeds=(Feed(url="https://www.ennaharonline.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.ennaharonline.com/بالفيديو-رئيس-الجمهورية-يصل-وهران/",),
        sections=("https://www.ennaharonline.com/category/الجزائر",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
