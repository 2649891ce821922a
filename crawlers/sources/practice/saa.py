"""الساعة, a publisher of the practice newsroom.

The feed is valid and empty every night: the source fails as ``empty_feed``, which is not "no news".
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="saa",
    name="الساعة",
    country="EG",
    timezone="Africa/Cairo",
    feeds=(Feed(url="http://saa.example/rss.xml", kind=FeedKind.RSS),),
    hosts=("saa.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
