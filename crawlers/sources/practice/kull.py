"""الكل نيوز, a publisher of the practice newsroom.

A portal: a comment modal and a poll inside the article's container, Persian and English articles, redirects (one
in a circle), missing pages with status 200, broken UTF-8.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="kull",
    name="الكل نيوز",
    country="KW",
    timezone="Asia/Kuwait",
    feeds=(
        Feed(url="http://kull.example/rss", kind=FeedKind.RSS),
        Feed(url="http://kull.example/sitemap.xml", kind=FeedKind.SITEMAP),
    ),
    hosts=("kull.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
