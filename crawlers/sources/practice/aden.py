"""منبر عدن, a publisher of the practice newsroom.

No feed at all: a paginated list of everything; times are in Mecca's zone and say so.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aden",
    name="منبر عدن",
    country="YE",
    timezone="Asia/Aden",
    feeds=(Feed(url="http://aden.example/news", kind=FeedKind.SECTION, max_pages=5),),
    hosts=("aden.example",),
    article_url=r"^/news/\d+\.html$",
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
