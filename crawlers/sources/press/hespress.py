"""Hespress: Moroccan news site, Rabat; title and number in the address.

French and English are on hosts of their own.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="hespress",
    name="هسبريس",
    english="Hespress",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.hespress.com", "hespress.com"),
    feeds=(
        Feed(
            url="https://www.hespress.com/sitemap-news.xml",
            kind=FeedKind.NEWS_SITEMAP,
            basis=Basis.WORKING,
            on="2026-10-08",
        ),
        Feed(url="https://www.hespress.com/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2025"),
        Feed(url="https://www.hespress.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-09-14"),
    ),
    article_url=r"-\d{6,}\.html$|^/\w+/\d{5,}\.html$",
    skip_url=r"^/videos/",
    examples=Examples(
        articles=("https://www.hespress.com/جدل-الموتى-بالجديدة-1283197.html",),
        sections=("https://www.hespress.com/politique", "https://www.hespress.com/videos/349938.html"),
    ),
    expectations=Expectations(min_links=5),
    blocking="Answered 403 in a data centre in the United States and 200 in Paris (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
