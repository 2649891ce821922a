"""Ammon: the first Jordanian news site, Amman; English is on a host of its own."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="ammon",
    name="عمون",
    english="Ammon News",
    country="JO",
    timezone="Asia/Amman",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.ammonnews.net", "ammonnews.net"),
    feeds=(Feed(url="https://www.ammonnews.net", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.ammonnews.net/article/1027597",),
        sections=("https://www.ammonnews.net/",),
    ),
    expectations=Expectations(min_links=5),
    notes="The feed its front page advertises, RSS.php, answered 404 (public audit, 2026-09-30).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
