"""صوت الميناء, a publisher of the practice newsroom.

Every address answers 503 and robots.txt 404: the source fails as ``feed_error``.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="mina",
    name="صوت الميناء",
    country="LY",
    timezone="Africa/Tripoli",
    feeds=(Feed(url="http://mina.example/feed", kind=FeedKind.RSS),),
    hosts=("mina.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
