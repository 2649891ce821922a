"""Al Ayam: Bahraini daily, Manama; newsreaders take its front page."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alayam_bh",
    name="الأيام",
    english="Al Ayam",
    country="BH",
    timezone="Asia/Bahrain",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alayam.com", "alayam.com"),
    feeds=(Feed(url="https://www.alayam.com", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"(?i)/article/[\w-]+/\d+|/online/\w+/\d+",
    examples=Examples(
        articles=("https://www.alayam.com/Article/alayam-article/414597/Index.html",),
        sections=("https://www.alayam.com/epaper", "https://www.alayam.com/writers"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
