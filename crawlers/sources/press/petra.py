"""Petra: state agency, Amman."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="petra",
    name="وكالة الأنباء الأردنية",
    english="Petra",
    country="JO",
    timezone="Asia/Amman",
    owner="Government of Jordan",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("petra.gov.jo", "www.petra.gov.jo"),
    feeds=(
        Feed(url="https://www.petra.gov.jo/Rss/ar/1", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="http://petra.gov.jo/RSS.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2024"),
    ),
    article_url=r"(?i)/include/innerpage\.jsp\?.*id=\d+",
    skip_url=r"lang=en",
    examples=Examples(
        articles=("https://petra.gov.jo/Include/InnerPage.jsp?ID=302931&lang=ar&name=news",),
        sections=("https://petra.gov.jo/",),
    ),
    agency="بترا",
    expectations=Expectations(min_links=5),
    disabled="its robots.txt forbids all but some named robots (public audit, 2026-09-30): ask for leave",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.REPORTS, on="2026-11-22"),
    ),
)
