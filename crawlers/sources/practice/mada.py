"""قناة المدى, a publisher of the practice newsroom.

A broadcaster: live blogs, videos, galleries, subscriber and consent pages among the articles; ``ETag``,
``Last-Modified`` and gzip.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="mada",
    name="قناة المدى",
    country="QA",
    timezone="Asia/Qatar",
    feeds=(
        Feed(url="http://mada.example/news-sitemap.xml", kind=FeedKind.NEWS_SITEMAP),
        Feed(url="http://mada.example/sitemap.xml", kind=FeedKind.SITEMAP),
    ),
    hosts=("mada.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
