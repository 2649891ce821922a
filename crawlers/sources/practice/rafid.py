"""صحيفة الرافد, a publisher of the practice newsroom.

windows-1256 with the right label, feed included; numeric dates; a constant ``creation_date``; links say ``www.``.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="rafid",
    name="صحيفة الرافد",
    country="IQ",
    timezone="Asia/Baghdad",
    feeds=(Feed(url="http://www.rafid.example/rss.php", kind=FeedKind.RSS),),
    hosts=("rafid.example", "www.rafid.example"),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
