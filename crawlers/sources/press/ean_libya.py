"""Ean Libya: Libyan news site; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="ean_libya",
    name="عين ليبيا",
    english="Ean Libya",
    country="LY",
    timezone="Africa/Tripoli",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.eanlibya.com", "eanlibya.com"),
    feeds=(Feed(url="https://www.eanlibya.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author)/",
    examples=Examples(
        articles=("https://www.eanlibya.com/د-يونس-فنوش-هل-في-تقنية-الإتصالات-الحل/",),
        sections=("https://www.eanlibya.com/category/news/", "https://www.eanlibya.com/exchangerate/"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
