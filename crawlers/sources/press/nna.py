"""National News Agency (NNA): state agency, Beirut.

Its RSS stands still on old items. The news sitemap names one sitemap a section, and those take ``?date=YYYY-MM-DD``.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="nna",
    name="الوكالة الوطنية للإعلام",
    english="National News Agency",
    country="LB",
    timezone="Asia/Beirut",
    owner="Ministry of Information of Lebanon",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("nna-leb.gov.lb", "www.nna-leb.gov.lb"),
    feeds=(
        Feed(
            url="https://nna-leb.gov.lb/ar/sitemap/news.xml", kind=FeedKind.NEWS_SITEMAP, basis=Basis.LISTED, on="2026"
        ),
        Feed(url="https://www.nna-leb.gov.lb/ar/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
    ),
    article_url=r"^/ar/[\w-]+/\d+",
    examples=Examples(
        articles=("https://nna-leb.gov.lb/ar/news/700000/مجلس-الوزراء",),
        sections=("https://nna-leb.gov.lb/ar/",),
    ),
    agency="الوكالة الوطنية للإعلام",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
