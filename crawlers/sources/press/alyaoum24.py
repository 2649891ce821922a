"""Alyaoum24: Moroccan news site, Casablanca; WordPress, the address is a number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alyaoum24",
    name="اليوم 24",
    english="Alyaoum24",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("alyaoum24.com", "www.alyaoum24.com"),
    feeds=(Feed(url="https://alyaoum24.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/\d{4,}\.html$",
    skip_url=r"^/news/",
    examples=Examples(
        articles=("https://alyaoum24.com/1265553.html",),
        sections=("https://www.alyaoum24.com/news/policy",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
