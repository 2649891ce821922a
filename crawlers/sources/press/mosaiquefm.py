"""Mosaique FM: radio, Tunis, partly in the hands of the state since 2011; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="mosaiquefm",
    name="موزاييك أف أم",
    english="Mosaique FM",
    country="TN",
    timezone="Africa/Tunis",
    owner="Radio Mosaïque",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.mosaiquefm.net", "mosaiquefm.net"),
    feeds=(Feed(url="https://www.mosaiquefm.net/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/[^/]+/\d{5,}",
    skip_url=r"/actualites/",
    examples=Examples(
        articles=("https://www.mosaiquefm.net/ar/تونس-أخبار-وطنية/1176900/",),
        sections=("https://www.mosaiquefm.net/ar/actualites/1",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
