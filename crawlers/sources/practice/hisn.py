"""الحصن الإخباري, a publisher of the practice newsroom.

Every address, the feed included, answers 403 with a bot challenge: the source fails as ``challenge``.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="hisn",
    name="الحصن الإخباري",
    country="JO",
    timezone="Asia/Amman",
    feeds=(Feed(url="http://hisn.example/feed", kind=FeedKind.RSS),),
    hosts=("hisn.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
