"""An-Nahar: Lebanese daily, Beirut; section and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="annahar",
    name="النهار",
    english="An-Nahar",
    country="LB",
    timezone="Asia/Beirut",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.annahar.com", "annahar.com"),
    feeds=(
        Feed(url="https://www.annahar.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.annahar.com/arabic/rss-feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.annahar.com", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),
    ),
    article_url=r"^/[\w-]+(?:/[\w-]+)*/\d{5,}",
    skip_url=r"^/(Library|lifestyle|entertainment|sport)/",
    examples=Examples(
        articles=("https://www.annahar.com/lebanon/342933/",),
        sections=("https://www.annahar.com/lebanon/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
