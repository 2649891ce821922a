"""Roya: Jordanian channel, Amman; English is on a host of its own."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="roya",
    name="رؤيا الإخباري",
    english="Roya News",
    country="JO",
    timezone="Asia/Amman",
    owner="Sayegh Group",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("royanews.tv", "www.royanews.tv"),
    feeds=(Feed(url="https://royanews.tv/rss", kind=FeedKind.ATOM, basis=Basis.WORKING, on="2026-09-30"),),
    article_url=r"^/news/\d+",
    examples=Examples(
        articles=("https://royanews.tv/news/396395",),
        sections=("https://royanews.tv/",),
    ),
    expectations=Expectations(min_links=5),
    notes="robots.txt: ai-input=no, search=yes; the feed has times of changes only (public audit, 2026-09-30).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
