"""Ahdath: site of the daily Al Ahdath Al Maghribia, Casablanca; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="ahdath_ma",
    name="أحداث أنفو",
    english="Ahdath",
    country="MA",
    timezone="Africa/Casablanca",
    owner="Al Ahdath Al Maghribia",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.ahdath.info", "ahdath.info"),
    feeds=(Feed(url="https://ahdath.info/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/\d{4,}$|^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.ahdath.info/مقدم-الأخبار-بالقناة-الأولى-الزميل-شه/",),
        sections=("https://www.ahdath.info/category/سياسة/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
