"""BBC News Arabic: British public broadcaster, London.

Codes in the address since 2023, section and number before. The feeds have a host of their own and list about two
days.
"""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="bbc_arabic",
    name="بي بي سي نيوز عربي",
    english="BBC News Arabic",
    country="GB",
    timezone="Europe/London",
    owner="British Broadcasting Corporation",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    hosts=("www.bbc.com", "bbc.com", "www.bbc.co.uk", "feeds.bbci.co.uk"),
    feeds=(
        Feed(url="https://www.bbc.com/arabic/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://feeds.bbci.co.uk/arabic/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://feeds.bbci.co.uk/arabic/middleeast/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"
        ),
    ),
    article_url=r"/arabic/(articles/|[a-z-]+-\d{6,})",
    skip_url=r"/(live|media-\d|in-pictures)",
    examples=Examples(
        articles=(
            "https://www.bbc.com/arabic/articles/c8g5yzz3pgvo",
            "http://www.bbc.co.uk/arabic/middleeast-44189866",
        ),
        sections=("https://www.bbc.com/arabic", "https://www.bbc.com/arabic/topics/cqywj97d487t"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
