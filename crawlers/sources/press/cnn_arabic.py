"""CNN Arabic: the Arabic newsroom of CNN, Dubai; section and day in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="cnn_arabic",
    name="CNN بالعربية",
    english="CNN Arabic",
    country="AE",
    timezone="Asia/Dubai",
    owner="Warner Bros. Discovery",
    affiliation=Affiliation.PRIVATE,
    hosts=("arabic.cnn.com",),
    feeds=(
        Feed(url="https://arabic.cnn.com/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://arabic.cnn.com/api/v1/rss/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://arabic.cnn.com/api/v1/rss/middle_east/rss.xml",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
    ),
    article_url=r"/20\d\d/\d\d/\d\d/",
    skip_url=r"/(video|gallery|sport|style|entertainment|travel)/",
    examples=Examples(
        articles=(
            "https://arabic.cnn.com/middle-east/article/2026/09/06/egypt-economy-cairo-education",
            "https://arabic.cnn.com/middle-east/2018/04/11/saudi-intercepts-three-missiles",
        ),
        sections=("https://arabic.cnn.com/tag/gaza_strip", "https://arabic.cnn.com/middle_east"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
