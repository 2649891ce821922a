"""Makkah: Saudi daily, Mecca."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="makkah",
    name="مكة",
    english="Makkah Newspaper",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Makkah Establishment for Printing and Information",
    affiliation=Affiliation.PRIVATE,
    hosts=("makkahnewspaper.com", "www.makkahnewspaper.com"),
    feeds=(
        Feed(url="https://www.makkahnewspaper.com/rss/saudi-arabia", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://makkahnewspaper.com/article/1633415/معرفة",),
        sections=("https://makkahnewspaper.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
