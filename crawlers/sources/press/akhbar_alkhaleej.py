"""Akhbar Al Khaleej: Bahraini daily, Manama."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="akhbar_alkhaleej",
    name="أخبار الخليج",
    english="Akhbar Al Khaleej",
    country="BH",
    timezone="Asia/Bahrain",
    owner="Dar Akhbar Al Khaleej",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.akhbar-alkhaleej.com", "akhbar-alkhaleej.com"),
    feeds=(Feed(url="https://www.akhbar-alkhaleej.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/news/article/\d+",
    examples=Examples(
        articles=("http://akhbar-alkhaleej.com/news/article/1114726",),
        sections=("https://akhbar-alkhaleej.com/news/section/BUSI/25",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
