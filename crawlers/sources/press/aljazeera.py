"""Al Jazeera: Qatari state-funded broadcaster; RSS of the front page."""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aljazeera",
    name="الجزيرة نت",
    country="QA",
    timezone="Asia/Qatar",
    hosts=("www.aljazeera.net", "aljazeera.net"),
    feeds=(Feed(url="https://www.aljazeera.net/aljazeerarss/ar/home.xml", kind=FeedKind.RSS),),
    article_url=r"/\w+/20\d\d/\d+/\d+/",
    skip_url=r"/(video|videos|gallery|program|programs|liveblog)/",
    notes="Feed address as public newsroom code names it (2026); not tried live.",
)
