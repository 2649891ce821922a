"""Kurdistan 24 Arabic: channel of Erbil; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="kurdistan24_arabic",
    name="كوردستان 24",
    english="Kurdistan 24 Arabic",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Kurdistan 24, close to the Kurdistan Democratic Party",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.kurdistan24.net", "kurdistan24.net"),
    feeds=(Feed(url="https://www.kurdistan24.net/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),),
    article_url=r"^/ar/story/\d+",
    examples=Examples(
        articles=("https://www.kurdistan24.net/ar/story/927400",),
        sections=("https://www.kurdistan24.net/ar/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
