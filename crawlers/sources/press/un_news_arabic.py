"""UN News Arabic: the United Nations' news service, New York; language and month in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="un_news_arabic",
    name="أخبار الأمم المتحدة",
    english="UN News Arabic",
    country="US",
    timezone="America/New_York",
    owner="United Nations",
    affiliation=Affiliation.INTERNATIONAL,
    hosts=("news.un.org",),
    feeds=(
        Feed(
            url="https://news.un.org/feed/subscribe/ar/news/all/rss.xml",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
    ),
    article_url=r"^/ar/(?:story|interview)/20\d\d/\d\d/\d+",
    examples=Examples(
        articles=("https://news.un.org/ar/story/2020/04/1052982",),
        sections=("https://news.un.org/ar/news/topic/health",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
