"""Al Mashhad Al Yemeni: Yemeni news site."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almashhad_yemeni",
    name="المشهد اليمني",
    english="Al Mashhad Al Yemeni",
    country="YE",
    timezone="Asia/Aden",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.almashhad.news", "almashhad.news"),
    feeds=(Feed(url="https://www.almashhad.news/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/news/\d+",
    examples=Examples(
        articles=("https://www.almashhad.news/news/497804",),
        sections=("https://www.almashhad.news/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
