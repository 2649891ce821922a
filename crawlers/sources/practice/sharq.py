"""الشرق الجديد, a publisher of the practice newsroom.

Levantine and dual month names, most days without a time, and no machine-readable date anywhere; answers carry
``ETag``.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="sharq",
    name="الشرق الجديد",
    country="LB",
    timezone="Asia/Beirut",
    feeds=(Feed(url="http://sharq.example/rss.xml", kind=FeedKind.RSS),),
    hosts=("sharq.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
