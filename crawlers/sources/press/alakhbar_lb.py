"""Al Akhbar: Lebanese daily, Beirut."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alakhbar_lb",
    name="الأخبار",
    english="Al Akhbar",
    country="LB",
    timezone="Asia/Beirut",
    owner="Akhbar Beirut",
    affiliation=Affiliation.PRIVATE,
    hosts=("al-akhbar.com", "www.al-akhbar.com"),
    feeds=(
        Feed(url="https://www.al-akhbar.com/feeds", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
        Feed(url="https://al-akhbar.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/[\w-]+/\d{5,}",
    examples=Examples(
        articles=("https://al-akhbar.com/lebanon/850000",),
        sections=("https://al-akhbar.com/lebanon",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
