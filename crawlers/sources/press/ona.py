"""Oman News Agency (ONA): state agency, Muscat; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="ona",
    name="وكالة الأنباء العمانية",
    english="Oman News Agency",
    country="OM",
    timezone="Asia/Muscat",
    owner="Ministry of Information of Oman",
    affiliation=Affiliation.STATE_AGENCY,
    hosts=("omannews.gov.om", "www.omannews.gov.om"),
    feeds=(
        Feed(url="https://omannews.gov.om/rss/ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://omannews.gov.om/rss.ona", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"^/topics/ar/\d+/show/\d+",
    examples=Examples(
        articles=("https://omannews.gov.om/topics/ar/79/show/118135",),
        sections=("https://omannews.gov.om/topics/ar/79",),
    ),
    agency="العمانية",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
