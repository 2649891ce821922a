"""Atheer: Omani online newspaper, Muscat; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="atheer",
    name="أثير",
    english="Atheer",
    country="OM",
    timezone="Asia/Muscat",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.atheer.om", "atheer.om"),
    feeds=(
        Feed(url="https://www.atheer.om/feed/", kind=FeedKind.RSS, basis=Basis.GUESSED, on="2026-11-22"),
        Feed(url="https://www.atheer.om/", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),
    ),
    article_url=r"^/archive/\d+",
    skip_url=r"^/en/",
    examples=Examples(
        articles=("https://www.atheer.om/archive/6503/",),
        sections=("https://www.atheer.om/", "https://www.atheer.om/en/37769/need-know-travelling-salalah-khareef/"),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
