"""بوابة المغرب العربي, a publisher of the practice newsroom.

An index of gzipped sitemaps; Maghrebi month names (نونبر, جويلية, أوت); the lead stands outside the body's container.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="maghrib",
    name="بوابة المغرب العربي",
    country="DZ",
    timezone="Africa/Algiers",
    feeds=(Feed(url="http://maghrib.example/sitemap_index.xml", kind=FeedKind.SITEMAP),),
    hosts=("maghrib.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
