"""Al Anba: Kuwaiti daily; feeds by section."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alanba_kw",
    name="الأنباء الكويتية",
    english="Al Anba",
    country="KW",
    timezone="Asia/Kuwait",
    owner="Dar Al Kuwait Press",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alanba.com.kw", "alanba.com.kw"),
    feeds=(
        Feed(
            url="https://www.alanba.com.kw/rss/arabic-international-news",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
        Feed(url="https://www.alanba.com.kw/rss/kuwait-news", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alanba.com.kw/rss/economy-news", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/(?:ar/[\w/-]+/)?\d{5,}",
    examples=Examples(
        articles=("https://www.alanba.com.kw/1317567",),
        sections=("https://www.alanba.com.kw/newspaper/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
