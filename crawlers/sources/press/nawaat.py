"""Nawaat: independent investigations, Tunis; WordPress.

Arabic, French and English stand in one feed: those that are not in Arabic end as ``not_arabic``.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="nawaat",
    name="نواة",
    english="Nawaat",
    country="TN",
    timezone="Africa/Tunis",
    owner="Nawaat Association",
    affiliation=Affiliation.NONPROFIT,
    cadence=Cadence.OCCASIONAL,
    hosts=("nawaat.org", "www.nawaat.org"),
    feeds=(Feed(url="https://nawaat.org/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/20\d\d/\d\d/\d\d/",
    examples=Examples(
        articles=("https://nawaat.org/2025/10/29/gabes-rises-up-against-cancerous-chemical-group/",),
        sections=("https://nawaat.org/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
