"""مرآة الشام, a publisher of the practice newsroom.

windows-1256 bytes under wrong labels (utf-8 or iso-8859-1, header and meta disagreeing); Arabic words in the meta
date; a calendar widget; one page without any date.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="mirat",
    name="مرآة الشام",
    country="SY",
    timezone="Asia/Damascus",
    feeds=(Feed(url="http://mirat.example/feed", kind=FeedKind.RSS),),
    hosts=("mirat.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
