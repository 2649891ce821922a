"""Sputnik Arabic: Russian state agency; day, title and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="sputnik_arabic",
    name="سبوتنيك عربي",
    english="Sputnik Arabic",
    country="RU",
    timezone="Europe/Moscow",
    owner="Rossiya Segodnya, Russian Federation",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("sarabic.ae", "sputnikarabic.ae"),
    feeds=(
        Feed(url="https://sarabic.ae/export/rss2/archive/index.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/20\d{6}/",
    examples=Examples(
        articles=("https://sarabic.ae/20230611/طلاب-سودانيون-1077000000.html",),
        sections=("https://sarabic.ae/world/",),
    ),
    agency="سبوتنيك",
    expectations=Expectations(min_links=5),
    disabled="banned in the European Union since 2023-02-25 (tenth package of sanctions): ask counsel first",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.REPORTS, on="2026-11-22"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.REPORTS, on="2026-11-22"),
    ),
)
