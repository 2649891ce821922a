"""Al Quds: Palestinian daily, East Jerusalem; not the London paper Al-Quds Al-Arabi."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alquds_ps",
    name="القدس",
    english="Al Quds",
    country="PS",
    timezone="Asia/Jerusalem",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alquds.com", "alquds.com"),
    feeds=(Feed(url="https://www.alquds.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/posts/\d+",
    examples=Examples(
        articles=("https://www.alquds.com/ar/posts/238114",),
        sections=("https://alquds.com/ar/categories/arab-and-world", "https://www.alquds.com/ar/issues"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
