"""El Watan: Egyptian daily, Cairo."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="elwatan_eg",
    name="الوطن",
    english="El Watan News",
    country="EG",
    timezone="Africa/Cairo",
    owner="United Media Services",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.elwatannews.com", "elwatannews.com"),
    feeds=(
        Feed(url="http://www.elwatannews.com/home/rssfeeds", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
        Feed(url="https://www.elwatannews.com/rss/section/6", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"^/news/details/\d+",
    examples=Examples(
        articles=("https://www.elwatannews.com/news/details/8246786",),
        sections=("https://www.elwatannews.com/category/37",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
