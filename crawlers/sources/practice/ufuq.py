"""وكالة الأفق للأنباء, a publisher of the practice newsroom.

A news agency whose texts other publishers carry; the body stands in nested layout tables, and the meta date is in
UTC while the printed one is local.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="ufuq",
    name="وكالة الأفق للأنباء",
    country="JO",
    timezone="Asia/Amman",
    feeds=(
        Feed(url="http://ufuq.example/news-sitemap.xml", kind=FeedKind.NEWS_SITEMAP),
        Feed(url="http://ufuq.example/sitemap.xml", kind=FeedKind.SITEMAP),
    ),
    hosts=("ufuq.example",),
    agency="الأفق",
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
