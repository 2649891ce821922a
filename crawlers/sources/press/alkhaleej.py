"""Al Khaleej: daily, Sharjah; the day opens the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alkhaleej",
    name="الخليج",
    english="Al Khaleej",
    country="AE",
    timezone="Asia/Dubai",
    owner="Dar Al Khaleej",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alkhaleej.ae", "alkhaleej.ae"),
    feeds=(
        Feed(url="https://www.alkhaleej.ae/rssFeed/157", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alkhaleej.ae/section/1110/rss.xml", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
    ),
    article_url=r"^/20\d\d-\d\d-\d\d/",
    examples=Examples(
        articles=("https://www.alkhaleej.ae/2024-03-26/خالد-بن-محمد-يطلق-مشروع",),
        sections=("https://www.alkhaleej.ae/section/1110",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
