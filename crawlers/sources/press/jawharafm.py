"""Jawhara FM: radio, Sousse; ``/ar/articles/`` are sections, ``/ar/article/`` articles."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="jawharafm",
    name="جوهرة أف أم",
    english="Jawhara FM",
    country="TN",
    timezone="Africa/Tunis",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.jawharafm.net", "jawharafm.net"),
    feeds=(
        Feed(url="https://www.jawharafm.net/ar/rss/showRss/88/1/1", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/ar/article/",
    skip_url=r"^/ar/articles/",
    examples=Examples(
        articles=("https://www.jawharafm.net/ar/article/ارتفاع-صادرات-تونس-من-التمور-/93/76664",),
        sections=("https://www.jawharafm.net/ar/articles/أخبار/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
