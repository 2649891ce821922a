"""صحيفة الديرة, a publisher of the practice newsroom.

Hijri dates beside Gregorian ones, and sometimes alone; a calendar widget beside every article.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="dira",
    name="صحيفة الديرة",
    country="SA",
    timezone="Asia/Riyadh",
    feeds=(Feed(url="http://dira.example/rss.xml", kind=FeedKind.RSS),),
    hosts=("dira.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
