"""Al Mamlaka: news channel of the Jordanian state, Amman; number and title in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="almamlaka",
    name="المملكة",
    english="Al Mamlaka",
    country="JO",
    timezone="Asia/Amman",
    owner="Government of Jordan",
    affiliation=Affiliation.STATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.almamlakatv.com", "almamlakatv.com"),
    feeds=(
        Feed(
            url="https://www.almamlakatv.com/sitemap-news.xml",
            kind=FeedKind.NEWS_SITEMAP,
            basis=Basis.WORKING,
            on="2026-10-08",
        ),
        Feed(url="https://almamlakatv.com/rss.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-09-14"),
    ),
    article_url=r"^/news/\d+",
    examples=Examples(
        articles=("https://almamlakatv.com/news/211360-",),
        sections=("https://www.almamlakatv.com/live-video",),
    ),
    expectations=Expectations(min_links=5),
    notes="The feed's date moves with every change; the page has both dates in words (public audit, 2026-09-30).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
