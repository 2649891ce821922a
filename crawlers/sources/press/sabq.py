"""Sabq: Saudi online newspaper, Riyadh; the address ends in a short code."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="sabq",
    name="سبق",
    english="Sabq",
    country="SA",
    timezone="Asia/Riyadh",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("sabq.org", "www.sabq.org"),
    feeds=(Feed(url="https://sabq.org/api/rss/articles", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/[\w-]+/[\w-]{6,}",
    skip_url=r"^/(dashboard|api|category|tag|cdn-img)\b",
    examples=Examples(
        articles=("https://sabq.org/article/4ByL-lh",),
        sections=("https://sabq.org/category/saudia", "https://sabq.org/"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
