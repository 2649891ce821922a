"""Sudan Akhbar: gathers the Sudanese press; WordPress. Much of it is copied from others."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="sudan_akhbar",
    name="أخبار السودان",
    english="Sudan Akhbar",
    country="SD",
    timezone="Africa/Khartoum",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.sudanakhbar.com", "sudanakhbar.com"),
    feeds=(Feed(url="https://www.sudanakhbar.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d{5,}",
    skip_url=r"^/(latestnews|sudan-news)\b",
    examples=Examples(
        articles=("https://www.sudanakhbar.com/1851114",),
        sections=("https://www.sudanakhbar.com/sudan-news", "https://www.sudanakhbar.com/latestnews/dollar-prices"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
