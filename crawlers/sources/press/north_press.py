"""North Press: agency of north-eastern Syria, Qamishli; WordPress, other languages have a prefix."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="north_press",
    name="نورث برس",
    english="North Press",
    country="SY",
    timezone="Asia/Damascus",
    owner="North Press Agency",
    affiliation=Affiliation.PRIVATE,
    hosts=("npasyria.com", "www.npasyria.com"),
    feeds=(Feed(url="https://npasyria.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026-09-25"),),
    article_url=r"^/\d{4,}/",
    skip_url=r"^/(en|category|tag|author)/",
    examples=Examples(
        articles=("https://npasyria.com/200000/",),
        sections=("https://npasyria.com/en/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
