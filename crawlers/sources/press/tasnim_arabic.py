"""Tasnim Arabic: Iranian agency, Tehran; language, day and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="tasnim_arabic",
    name="وكالة تسنيم",
    english="Tasnim Arabic",
    country="IR",
    timezone="Asia/Tehran",
    owner="Islamic Revolutionary Guard Corps, by public accounts",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.tasnimnews.com", "tasnimnews.com"),
    feeds=(Feed(url="https://www.tasnimnews.com/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/news/20\d\d/\d\d/\d\d/\d+",
    examples=Examples(
        articles=("https://www.tasnimnews.com/ar/news/2026/09/01/3300000",),
        sections=("https://www.tasnimnews.com/ar/service/1",),
    ),
    expectations=Expectations(min_links=5),
    disabled="under sanctions of the United States since 2023: ask counsel before enabling it",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
