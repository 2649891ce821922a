"""المنبر اليوم, a publisher of the practice newsroom.

WordPress: JSON-LD ``@graph``; follow, share, related and previous-article lines stand inside the article's own
container; the printed date has Arabic-Indic digits; feed links carry utm parameters, and the sitemap lists the same
articles without them.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="minbar",
    name="المنبر اليوم",
    country="EG",
    timezone="Africa/Cairo",
    feeds=(
        Feed(url="http://minbar.example/feed", kind=FeedKind.RSS),
        Feed(url="http://minbar.example/sitemap.xml", kind=FeedKind.SITEMAP),
    ),
    hosts=("minbar.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
