"""Al Rai: Kuwaiti daily, not the Jordanian paper of this name; newsreaders take its front page."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alrai_kw",
    name="الراي الكويتية",
    english="Al Rai",
    country="KW",
    timezone="Asia/Kuwait",
    owner="Al Rai Media Group",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alraimedia.com", "alraimedia.com"),
    feeds=(Feed(url="https://www.alraimedia.com", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.alraimedia.com/article/1734465/اقتصاد/سماسرة-العقار-زادوا-138-والمقي",),
        sections=("https://www.alraimedia.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
