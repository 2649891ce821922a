"""CNBC Arabia: business channel, Dubai; number and title in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="cnbcarabia",
    name="CNBC عربية",
    english="CNBC Arabia",
    country="AE",
    timezone="Asia/Dubai",
    owner="Middle East Business News, by licence of CNBC",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.cnbcarabia.com", "cnbcarabia.com"),
    feeds=(
        Feed(url="https://www.cnbcarabia.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="http://www.cnbcarabia.com/latest.rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
    ),
    article_url=r"^/news/view/\d+",
    examples=Examples(
        articles=("https://cnbcarabia.com/news/view/96078/",),
        sections=("https://www.cnbcarabia.com/market/saudi",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
