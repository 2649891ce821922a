"""Libyan News Agency (LANA, وال): state agency, Tripoli; one page for all languages, told apart by ``lang=``."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="lana",
    name="وكالة الأنباء الليبية",
    english="Libyan News Agency",
    country="LY",
    timezone="Africa/Tripoli",
    owner="Government of National Unity of Libya",
    affiliation=Affiliation.STATE_AGENCY,
    hosts=("lana.gov.ly", "www.lana.gov.ly"),
    feeds=(
        Feed(url="https://lana.gov.ly/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://lana.gov.ly/category.php?lang=ar&id=8", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"
        ),
    ),
    article_url=r"^/post\.php\?.*id=\d+",
    skip_url=r"lang=(?!ar)",
    examples=Examples(
        articles=("https://lana.gov.ly/post.php?id=357396&lang=ar", "https://lana.gov.ly/post.php?lang=ar&id=241388"),
        sections=("https://lana.gov.ly/category.php?lang=ar&id=8", "https://lana.gov.ly/post.php?id=358532&lang=en"),
    ),
    agency="وال",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
