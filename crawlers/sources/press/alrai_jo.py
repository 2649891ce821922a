"""Al Rai: Jordanian daily, Amman, not the Kuwaiti paper of this name."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alrai_jo",
    name="الرأي",
    english="Al Rai",
    country="JO",
    timezone="Asia/Amman",
    owner="Jordan Press Foundation, majority-owned by the Social Security Corporation",
    affiliation=Affiliation.STATE,
    hosts=("alrai.com", "www.alrai.com"),
    feeds=(Feed(url="https://alrai.com/rss/news.xml", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://alrai.com/article/10975799/",),
        sections=("https://alrai.com/",),
    ),
    blocking="Answered 403 with a challenge (public audit, 2026-09-30).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026-09-30"),
    ),
)
