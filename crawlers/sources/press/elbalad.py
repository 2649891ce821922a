"""Sada El Balad: Egyptian channel and news site, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="elbalad",
    name="صدى البلد",
    english="Sada El Balad",
    country="EG",
    timezone="Africa/Cairo",
    owner="Mohamed Abou El Enein",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.elbalad.news", "elbalad.news"),
    feeds=(
        Feed(url="https://www.elbalad.news/rss.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.elbalad.news/rss/1", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/\d{6,}$",
    examples=Examples(
        articles=("https://www.elbalad.news/6400000",),
        sections=("https://elbalad.news/category/2",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
