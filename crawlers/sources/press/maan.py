"""Maan: independent agency, Bethlehem."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="maan",
    name="وكالة معا الإخبارية",
    english="Maan News Agency",
    country="PS",
    timezone="Asia/Hebron",
    owner="Maan Network",
    affiliation=Affiliation.NONPROFIT,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.maannews.net", "maannews.net"),
    feeds=(
        Feed(url="https://www.maannews.net/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
        Feed(url="https://www.maannews.net/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/[\w-]+/\d{5,}\.html",
    examples=Examples(
        articles=("https://www.maannews.net/news/2134827.html",),
        sections=("https://www.maannews.net/news/latest",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
