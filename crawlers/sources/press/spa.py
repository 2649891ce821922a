"""Saudi Press Agency (SPA): state agency, Riyadh; the address is a letter and a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="spa",
    name="وكالة الأنباء السعودية",
    english="Saudi Press Agency",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Ministry of Media of Saudi Arabia",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.spa.gov.sa", "spa.gov.sa"),
    feeds=(
        Feed(url="https://www.spa.gov.sa/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.spa.gov.sa/RssFeeds.php?cat=1&l=ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/(?:ar/)?[nw]\d{5,}",
    examples=Examples(
        articles=("https://www.spa.gov.sa/w2261911",),
        sections=("https://www.spa.gov.sa/", "https://www.spa.gov.sa/ar/news"),
    ),
    agency="واس",
    expectations=Expectations(min_links=5),
    blocking="The site is drawn by scripts: pages without them may hold no text (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
