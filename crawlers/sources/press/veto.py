"""Veto: Egyptian weekly and news site, Cairo; the address is a number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="veto",
    name="فيتو",
    english="Veto",
    country="EG",
    timezone="Africa/Cairo",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.vetogate.com", "vetogate.com"),
    feeds=(
        Feed(url="https://www.vetogate.com/rss", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),
        Feed(url="https://www.vetogate.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/\d{6,}",
    examples=Examples(
        articles=("https://www.vetogate.com/4965200",),
        sections=("https://www.vetogate.com/search/term?w=",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
