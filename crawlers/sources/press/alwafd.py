"""Al Wafd: newspaper of the Wafd party, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alwafd",
    name="الوفد",
    english="Al Wafd",
    country="EG",
    timezone="Africa/Cairo",
    owner="New Wafd Party",
    affiliation=Affiliation.PARTY,
    hosts=("alwafd.news", "www.alwafd.news"),
    feeds=(
        Feed(url="https://alwafd.news/rss.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2023"),
        Feed(url="https://alwafd.news/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/\d{6,}",
    examples=Examples(
        articles=("https://www.alwafd.news/2055830",),
        sections=("https://alwafd.news/search/term?w=",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
