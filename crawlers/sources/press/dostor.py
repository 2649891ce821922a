"""Al Dostor: Egyptian daily, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="dostor",
    name="الدستور",
    english="Al Dostor",
    country="EG",
    timezone="Africa/Cairo",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.dostor.org", "dostor.org"),
    feeds=(
        Feed(url="http://www.dostor.org/rss.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
        Feed(url="https://www.dostor.org/rss/section/5", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/\d{6,}$",
    examples=Examples(
        articles=("https://www.dostor.org/5514174",),
        sections=("https://www.dostor.org/search/term?w=",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
