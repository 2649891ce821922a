"""Ahram Gate: the online daily of Al Ahram, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="ahram",
    name="بوابة الأهرام",
    english="Ahram Gate",
    country="EG",
    timezone="Africa/Cairo",
    owner="Al Ahram Establishment, National Press Authority",
    affiliation=Affiliation.STATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("gate.ahram.org.eg",),
    feeds=(Feed(url="https://gate.ahram.org.eg/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"(?i)^/news/\d+\.aspx",
    examples=Examples(
        articles=("https://gate.ahram.org.eg/News/5837926.aspx",),
        sections=("https://gate.ahram.org.eg/News/Economy/",),
    ),
    expectations=Expectations(min_links=5),
    blocking="The portal refused a public audit (2026-10-08).",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026-10-08"),
    ),
)
