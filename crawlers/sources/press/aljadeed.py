"""Al Jadeed: Lebanese channel; section, number and title in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="aljadeed",
    name="الجديد",
    english="Al Jadeed",
    country="LB",
    timezone="Asia/Beirut",
    owner="Tahseen Khayat Group",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.aljadeed.tv", "aljadeed.tv"),
    feeds=(Feed(url="https://www.aljadeed.tv/Rss/latest-news/ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/news/[^/]+/\d{5,}",
    skip_url=r"^/news/category/",
    examples=Examples(
        articles=("https://www.aljadeed.tv/news/محليات/585591/",),
        sections=("https://www.aljadeed.tv/news/category/55/محليات",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
