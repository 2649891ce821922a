"""Shorouk: private Egyptian daily, Cairo; one page for all articles, told apart by day and UUID in the query."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="shorouk",
    name="الشروق",
    english="Shorouk News",
    country="EG",
    timezone="Africa/Cairo",
    owner="Dar El Shorouk",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.shorouknews.com", "shorouknews.com"),
    feeds=(Feed(url="https://www.shorouknews.com/rss/main", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"(?i)/(?:news|columns)/view\.aspx\?cdate=\d{8}&id=",
    examples=Examples(
        articles=("https://www.shorouknews.com/news/view.aspx?cdate=14092025&id=e5d555bc-c2eb-4412-bc26-4c56303",),
        sections=("https://www.shorouknews.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
