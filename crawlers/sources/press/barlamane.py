"""Barlamane: Moroccan news site, Rabat; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="barlamane",
    name="برلمان.كوم",
    english="Barlamane",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.barlamane.com", "barlamane.com"),
    feeds=(Feed(url="https://www.barlamane.com/feed/", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.barlamane.com/معارضو-الرئيس-في-الجزائر-العاصمة/",),
        sections=("https://www.barlamane.com/category/برلمان/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
