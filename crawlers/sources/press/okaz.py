"""Okaz: Saudi daily, Jeddah; section and number in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="okaz",
    name="عكاظ",
    english="Okaz",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Okaz Organization for Press and Publication",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.okaz.com.sa", "okaz.com.sa"),
    feeds=(Feed(url="https://www.okaz.com.sa/rssFeed/0", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/[\w/-]+/\d{5,}",
    skip_url=r"^/(sport|variety|investment/cars)/",
    examples=Examples(
        articles=("https://www.okaz.com.sa/news/local/2214358",),
        sections=("https://www.okaz.com.sa/news/local",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
