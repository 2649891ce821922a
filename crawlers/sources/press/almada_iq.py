"""Al Mada: Iraqi daily, Baghdad."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almada_iq",
    name="المدى",
    english="Al Mada",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Al Mada Foundation",
    affiliation=Affiliation.PRIVATE,
    hosts=("almadapaper.net", "www.almadapaper.net"),
    feeds=(Feed(url="https://almadapaper.net/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d+/\d+/\d+/|^/\d{4,}/?$",
    skip_url=r"^/(category|file-sections)/",
    examples=Examples(
        articles=("https://almadapaper.net/2026/10/01/البرلمان",),
        sections=("https://almadapaper.net/category/محليات", "https://almadapaper.net/file-sections/"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
