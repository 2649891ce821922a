"""MTV Lebanon: Lebanese channel; no usable feed, newsreaders take its front page."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="mtv_lebanon",
    name="إم تي في اللبنانية",
    english="MTV Lebanon",
    country="LB",
    timezone="Asia/Beirut",
    owner="Gabriel Murr",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.mtv.com.lb", "mtv.com.lb"),
    feeds=(Feed(url="https://www.mtv.com.lb/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),),
    article_url=r"(?i)^/news/[^/]+/\d{5,}/",
    examples=Examples(
        articles=("https://www.mtv.com.lb/News/محليات/1500000/مجلس-الوزراء",),
        sections=("https://www.mtv.com.lb/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
