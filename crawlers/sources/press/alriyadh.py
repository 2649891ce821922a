"""Al Riyadh: Saudi daily, Riyadh; the address is a number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alriyadh",
    name="الرياض",
    english="Al Riyadh",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Al Yamamah Press Foundation",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alriyadh.com", "alriyadh.com"),
    feeds=(
        Feed(url="https://www.alriyadh.com/file/rss/saudi.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alriyadh.com/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"^/\d{5,}$",
    examples=Examples(
        articles=("https://www.alriyadh.com/1974051",),
        sections=("https://www.alriyadh.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
