"""Anadolu Arabic: Turkish state agency, Ankara; language, section, title and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="anadolu_arabic",
    name="وكالة الأناضول",
    english="Anadolu Agency Arabic",
    country="TR",
    timezone="Europe/Istanbul",
    owner="Anadolu Agency, Republic of Türkiye",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.aa.com.tr", "aa.com.tr"),
    feeds=(
        Feed(url="https://www.aa.com.tr/ar/rss/default?cat=live", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.aa.com.tr/ar/rss/default?cat=guncel", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/ar/[^/]+/[^/]+/\d{5,}",
    examples=Examples(
        articles=("https://www.aa.com.tr/ar/الدول-العربية/الأمم-المتحدة/3500000",),
        sections=("https://www.aa.com.tr/ar/سوريا",),
    ),
    agency="الأناضول",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
