"""BBC News Arabic: British public broadcaster, London; RSS lists about two days of articles."""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="bbc_arabic",
    name="بي بي سي نيوز عربي",
    country="GB",
    timezone="Europe/London",
    hosts=("www.bbc.com", "bbc.com", "feeds.bbci.co.uk"),
    feeds=(
        Feed(url="https://feeds.bbci.co.uk/arabic/rss.xml", kind=FeedKind.RSS),
        Feed(url="https://feeds.bbci.co.uk/arabic/middleeast/rss.xml", kind=FeedKind.RSS),
    ),
    article_url=r"/arabic/(articles/|[a-z-]+-\d{6,})",
    skip_url=r"/(live|media-\d|in-pictures)",
    notes="Feed addresses as public feed lists name them (2026); not tried live.",
)
