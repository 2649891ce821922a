"""Cairo 24: Egyptian news site, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="cairo24",
    name="القاهرة 24",
    english="Cairo 24",
    country="EG",
    timezone="Africa/Cairo",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.cairo24.com", "cairo24.com"),
    feeds=(Feed(url="https://www.cairo24.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d{6,}$",
    examples=Examples(
        articles=("https://www.cairo24.com/1859385",),
        sections=("https://www.cairo24.com/section/33",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
