"""Asharq News: Saudi news channel, Riyadh; section and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="asharq",
    name="الشرق للأخبار",
    english="Asharq News",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Saudi Research and Media Group",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("asharq.com", "www.asharq.com"),
    feeds=(
        Feed(url="https://asharq.com/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://asharq.com/", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),
    ),
    article_url=r"^/\w[\w-]*/\d{3,}",
    examples=Examples(
        articles=("https://asharq.com/politics/89091/",),
        sections=("https://asharq.com/politics/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
