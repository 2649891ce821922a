"""جريدة الوادي, a publisher of the practice newsroom.

robots.txt forbids /private/ and asks for a second between requests; one response reserves text and data mining,
one page asks not to be archived, one link answers with a bot challenge. Local times are labelled as UTC in the markup.
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="wadi",
    name="جريدة الوادي",
    country="SD",
    timezone="Africa/Khartoum",
    feeds=(Feed(url="http://wadi.example/feed", kind=FeedKind.RSS),),
    hosts=("wadi.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
