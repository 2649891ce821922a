"""Iraqi News Agency (INA): state agency, Baghdad."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="ina",
    name="وكالة الأنباء العراقية",
    english="Iraqi News Agency",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Iraqi Media Network",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("ina.iq", "www.ina.iq"),
    feeds=(
        Feed(url="https://ina.iq/rssdzen.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),
        Feed(url="https://www.ina.iq/rss.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-09-14"),
    ),
    article_url=r"^/(?:ar/[\w-]+/)?\d{5,}",
    skip_url=r"^/eng/",
    examples=Examples(
        articles=("https://ina.iq/ar/local/270776-.html",),
        sections=("https://ina.iq/ar/local", "https://ina.iq/eng/iraq-06"),
    ),
    agency="واع",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
