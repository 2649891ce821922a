"""Alnilin: Sudanese news site; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alnilin",
    name="النيلين",
    english="Alnilin",
    country="SD",
    timezone="Africa/Khartoum",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alnilin.com", "alnilin.com"),
    feeds=(Feed(url="https://www.alnilin.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d{5,}\.htm",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.alnilin.com/13300000.htm",),
        sections=("https://www.alnilin.com/category/news",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
