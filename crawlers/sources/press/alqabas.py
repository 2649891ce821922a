"""Al Qabas: Kuwaiti daily; number and title in the address, drawn by scripts."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alqabas",
    name="القبس",
    english="Al Qabas",
    country="KW",
    timezone="Asia/Kuwait",
    owner="Dar Al Qabas",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alqabas.com", "alqabas.com"),
    feeds=(
        Feed(url="https://www.alqabas.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alqabas.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.alqabas.com/article/5957092-3-أعضاء",),
        sections=("https://alqabas.com/categories/22-محليات",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
