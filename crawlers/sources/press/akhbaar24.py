"""Akhbaar 24: Saudi news site, Riyadh; section and title in the address, in Arabic."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="akhbaar24",
    name="أخبار 24",
    english="Akhbaar 24",
    country="SA",
    timezone="Asia/Riyadh",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.akhbaar24.com", "akhbaar24.com"),
    feeds=(Feed(url="https://www.akhbaar24.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2024"),),
    article_url=r"^/[^/]+/(?:[^/-]+-){2,}",
    examples=Examples(
        articles=("https://www.akhbaar24.com/محليات/بأكثر-من-مليون-عملية",),
        sections=("https://www.akhbaar24.com/حوادث",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
