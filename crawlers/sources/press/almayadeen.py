"""Al Mayadeen: pan-Arab channel, Beirut; one sitemap a month, ``/sitemaps/all/sitemap-YYYY-M.xml``."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="almayadeen",
    name="الميادين",
    english="Al Mayadeen",
    country="LB",
    timezone="Asia/Beirut",
    owner="Al Mayadeen Satellite Media Network",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.almayadeen.net", "almayadeen.net"),
    feeds=(
        Feed(url="https://www.almayadeen.net/sitemaps/all.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2024"),
        Feed(url="https://www.almayadeen.net/rss/all", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.almayadeen.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/(?:news|articles|analysis)/[\w-]+/[^/]{6,}|^/news/\d+",
    skip_url=r"^/(episodes|programs|video)/",
    examples=Examples(
        articles=("https://www.almayadeen.net/news/politics/حمد-للميادين",),
        sections=("https://www.almayadeen.net/news/politics", "https://www.almayadeen.net/news/palestine"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
