"""ملاعب وثقافة, a publisher of the practice newsroom.

Sport and culture only: everything is off topic for this archive; answers carry ``Last-Modified``.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="malaeb",
    name="ملاعب وثقافة",
    country="AE",
    timezone="Asia/Dubai",
    feeds=(
        Feed(url="http://malaeb.example/atom.xml", kind=FeedKind.ATOM),
        Feed(url="http://malaeb.example/sitemap.xml", kind=FeedKind.SITEMAP),
    ),
    hosts=("malaeb.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
