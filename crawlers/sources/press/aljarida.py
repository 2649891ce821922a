"""Al Jarida: Kuwaiti daily; ``/articles/`` and long numbers until 2022, ``/article/`` since."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aljarida",
    name="الجريدة",
    english="Al Jarida",
    country="KW",
    timezone="Asia/Kuwait",
    owner="Dar Al Jarida",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.aljarida.com", "aljarida.com"),
    feeds=(Feed(url="https://www.aljarida.com/", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/articles?/\d+",
    examples=Examples(
        articles=("https://www.aljarida.com/article/136311", "https://www.aljarida.com/articles/1526486221951299700/"),
        sections=("https://www.aljarida.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
