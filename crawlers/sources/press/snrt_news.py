"""SNRT News: the state's radio and television, Rabat; Arabic has no prefix, other languages have one."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="snrt_news",
    name="إس إن آر تي نيوز",
    english="SNRT News",
    country="MA",
    timezone="Africa/Casablanca",
    owner="Société nationale de radiodiffusion et de télévision",
    affiliation=Affiliation.STATE,
    hosts=("snrtnews.com", "www.snrtnews.com"),
    feeds=(
        Feed(url="https://snrtnews.com/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.snrtnews.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),
    ),
    article_url=r"^/article/",
    skip_url=r"^/(fr|en|amz)/",
    examples=Examples(
        articles=("https://snrtnews.com/article/المغرب-يعلن",),
        sections=("https://snrtnews.com/fr/article/mawazine-2026",),
    ),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
