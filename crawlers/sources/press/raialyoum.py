"""Rai al-Youm: opinion and news, London; WordPress, once under ``/index.php/``."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="raialyoum",
    name="رأي اليوم",
    english="Rai al-Youm",
    country="GB",
    timezone="Europe/London",
    owner="Abdel Bari Atwan",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.raialyoum.com", "raialyoum.com"),
    feeds=(
        Feed(url="https://www.raialyoum.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.raialyoum.com/index.php/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"^/(?:index\.php/)?(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author)/",
    examples=Examples(
        articles=("https://www.raialyoum.com/الصراع-على-البحر-الأحمر-وما-بعده/",),
        sections=("https://www.raialyoum.com/category/news/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
