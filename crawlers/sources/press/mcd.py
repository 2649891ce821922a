"""Monte Carlo Doualiya: French public radio in Arabic, Paris; its own feed lists podcasts only."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="mcd",
    name="مونت كارلو الدولية",
    english="Monte Carlo Doualiya",
    country="FR",
    timezone="Europe/Paris",
    owner="France Médias Monde",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.mc-doualiya.com", "mc-doualiya.com"),
    feeds=(
        Feed(url="https://www.mc-doualiya.com/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
        Feed(url="https://www.mc-doualiya.com", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/20\d{6}-",
    skip_url=r"/(بودكاست|podcast)/",
    examples=Examples(
        articles=("https://www.mc-doualiya.com/الشرق-الأوسط/20260901-لبنان",),
        sections=("https://www.mc-doualiya.com/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
