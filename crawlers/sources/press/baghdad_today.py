"""Baghdad Today: Iraqi news site."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="baghdad_today",
    name="بغداد اليوم",
    english="Baghdad Today",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("baghdadtoday.news", "www.baghdadtoday.news"),
    feeds=(Feed(url="https://baghdadtoday.news/rss.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/(?:20\d\d/\d\d/\d\d/|\d{5,})",
    skip_url=r"^/category/",
    examples=Examples(
        articles=("https://baghdadtoday.news/2026/10/01/مجلس-النواب",),
        sections=("https://baghdadtoday.news/economy", "https://baghdadtoday.news/category/6/سياسة"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
