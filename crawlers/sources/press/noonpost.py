"""NoonPost: analysis and explainers, Istanbul; WordPress, the address is a number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="noonpost",
    name="نون بوست",
    english="NoonPost",
    country="TR",
    timezone="Europe/Istanbul",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.noonpost.com", "noonpost.com"),
    feeds=(
        Feed(url="https://www.noonpost.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.noonpost.com/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2025"),
    ),
    article_url=r"^/\d{4,}/?$",
    examples=Examples(
        articles=("https://www.noonpost.com/26480/",),
        sections=("https://www.noonpost.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
