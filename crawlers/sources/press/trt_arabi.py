"""TRT Arabi: Turkish state broadcaster, Istanbul."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="trt_arabi",
    name="تي آر تي عربي",
    english="TRT Arabi",
    country="TR",
    timezone="Europe/Istanbul",
    owner="Turkish Radio and Television Corporation",
    affiliation=Affiliation.STATE,
    hosts=("www.trtarabi.com", "trtarabi.com"),
    feeds=(Feed(url="https://www.trtarabi.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:article|now|[\w-]+)/[^/]*\d{4,}",
    examples=Examples(
        articles=("https://www.trtarabi.com/article/18000000",),
        sections=("https://www.trtarabi.com/live",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
