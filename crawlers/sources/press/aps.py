"""APS: state agency, Algiers; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="aps",
    name="وكالة الأنباء الجزائرية",
    english="APS",
    country="DZ",
    timezone="Africa/Algiers",
    owner="Government of Algeria",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.aps.dz", "aps.dz"),
    feeds=(
        Feed(url="https://www.aps.dz/ar/feed", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
        Feed(url="https://www.aps.dz/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/ar/[\w-]+/\d{4,}|^/ar/(?:[\w-]+/)+[^/]*-[^/]*-",
    examples=Examples(
        articles=("https://www.aps.dz/ar/algerie/170000-رئيس-الجمهورية",),
        sections=("https://www.aps.dz/ar/algerie",),
    ),
    agency="واج",
    expectations=Expectations(min_links=5),
    blocking="The portal did not answer a public audit (2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
