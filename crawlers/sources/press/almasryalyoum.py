"""Al Masry Al Youm: private Egyptian daily, Cairo."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="almasryalyoum",
    name="المصري اليوم",
    english="Al Masry Al Youm",
    country="EG",
    timezone="Africa/Cairo",
    owner="Al Masry Al Youm for Publishing, Salah Diab",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.almasryalyoum.com", "almasryalyoum.com"),
    feeds=(
        Feed(
            url="https://www.almasryalyoum.com/rss/rssfeeds", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"
        ),
    ),
    article_url=r"^/news/details/\d+",
    examples=Examples(
        articles=("https://www.almasryalyoum.com/news/details/4353542",),
        sections=("https://www.almasryalyoum.com/news/index?typeid=1&sectionid=10",),
    ),
    expectations=Expectations(min_links=5),
    notes="Its feed lags by about 14 hours (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
