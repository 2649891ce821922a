"""Emirates News Agency (WAM): state agency, Abu Dhabi; a short code and the title in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="wam",
    name="وكالة أنباء الإمارات",
    english="Emirates News Agency",
    country="AE",
    timezone="Asia/Dubai",
    owner="Government of the United Arab Emirates",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.wam.ae", "wam.ae"),
    feeds=(Feed(url="https://www.wam.ae/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/article/",
    examples=Examples(
        articles=("https://www.wam.ae/ar/article/hszrfc62",),
        sections=("https://www.wam.ae/ar/category/uae",),
    ),
    agency="وام",
    expectations=Expectations(min_links=5),
    blocking="A bot filter refused newsreaders (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
