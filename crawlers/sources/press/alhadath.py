"""Al Hadath: the sister channel of Al Arabiya; newsreaders take its front page, since its feed is not usable."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alhadath",
    name="الحدث",
    english="Al Hadath",
    country="SA",
    timezone="Asia/Riyadh",
    owner="MBC Group",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.alhadath.net", "alhadath.net"),
    feeds=(
        Feed(url="https://www.alhadath.net/.mrss/ar.xml", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
        Feed(url="https://www.alhadath.net/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/20\d\d/\d\d/\d\d/",
    skip_url=r"^/videos/",
    examples=Examples(
        articles=("https://www.alhadath.net/syria/2026/10/05/دمشق",),
        sections=("https://www.alhadath.net/syria", "https://www.alhadath.net/live"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
