"""Rudaw Arabic: channel of Erbil; the Arabic edition has a host of its own."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="rudaw_arabic",
    name="رووداو عربية",
    english="Rudaw Arabic",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Rudaw Media Network, close to the Kurdistan Democratic Party",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.rudawarabia.net", "rudawarabia.net"),
    feeds=(Feed(url="https://www.rudawarabia.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),),
    article_url=r"^/arabic/(?:categories/)?[\w-]+/\d{6,}",
    examples=Examples(
        articles=(
            "https://www.rudawarabia.net/arabic/categories/kurdistan/1330174",
            "https://www.rudawarabia.net/arabic/kurdistan/250420224",
        ),
        sections=("https://www.rudawarabia.net/arabic/categories/news",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
