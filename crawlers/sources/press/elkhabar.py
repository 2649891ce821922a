"""El Khabar: Algerian daily, Algiers."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="elkhabar",
    name="الخبر",
    english="El Khabar",
    country="DZ",
    timezone="Africa/Algiers",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.elkhabar.com", "elkhabar.com"),
    feeds=(Feed(url="https://www.elkhabar.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/press/article/\d+|^/[\w-]+/(?:[^/-]+-){2,}",
    skip_url=r"^/press/category/",
    examples=Examples(
        articles=("https://www.elkhabar.com/press/article/200636/إطلاق-مناقصة",),
        sections=("https://www.elkhabar.com/press/category/28/أخبار",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
