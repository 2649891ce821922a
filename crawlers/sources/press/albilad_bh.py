"""Al Bilad: Bahraini daily, Manama; year, issue, section and number in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="albilad_bh",
    name="البلاد البحرينية",
    english="Al Bilad",
    country="BH",
    timezone="Asia/Bahrain",
    owner="Dar Al Bilad",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.albiladpress.com", "albiladpress.com"),
    feeds=(Feed(url="https://www.albiladpress.com", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/news/20\d\d/\d+/\w+/\d+\.html",
    examples=Examples(
        articles=("https://www.albiladpress.com/news/2025/6225/bahrain/951630.html",),
        sections=("https://www.albiladpress.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
