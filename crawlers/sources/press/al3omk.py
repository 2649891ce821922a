"""Al3omk: Moroccan news site, Rabat; WordPress, the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="al3omk",
    name="العمق المغربي",
    english="Al3omk",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("al3omk.com", "www.al3omk.com"),
    feeds=(Feed(url="https://al3omk.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/\d{4,}(?:\.html)?$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://al3omk.com/1180678.html",),
        sections=("https://al3omk.com/tag/المغرب/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
