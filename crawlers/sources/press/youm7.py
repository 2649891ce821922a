"""Youm7: Egyptian daily, Cairo; day and number in the address.

Feeds by section: 97 is everything, 203 politics, 65 breaking news. There is a sitemap a day, ``/Sitemap/Y/M/D``.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="youm7",
    name="اليوم السابع",
    english="Youm7",
    country="EG",
    timezone="Africa/Cairo",
    owner="United Media Services",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.youm7.com", "youm7.com"),
    feeds=(
        Feed(
            url="https://www.youm7.com/RSS/SectionRss?SectionID=97", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"
        ),
        Feed(
            url="https://www.youm7.com/RSS/SectionRss?SectionID=203", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"
        ),
        Feed(url="http://youm7.com/rss/SectionRss?SectionID=65", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
    ),
    article_url=r"^/story/20\d\d/\d+/\d+/",
    examples=Examples(
        articles=(
            "https://www.youm7.com/story/2026/8/1/7499145",
            "https://www.youm7.com/story/2020/8/24/وزير-الرى-يشهد/4943459",
        ),
        sections=("https://www.youm7.com/Section/أخبار-عاجلة/65/1",),
    ),
    expectations=Expectations(min_links=5),
    blocking="The main feed was empty for newsreaders on a content network (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.CORPUS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
