"""Swissinfo Arabic: Swiss public broadcaster, Bern; language, section, title and number in the address.

It carries Reuters and AFP reports in full beside its own.
"""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="swissinfo_arabic",
    name="سويس إنفو",
    english="Swissinfo Arabic",
    country="CH",
    timezone="Europe/Zurich",
    owner="Swiss Broadcasting Corporation",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    hosts=("www.swissinfo.ch", "swissinfo.ch"),
    feeds=(
        Feed(url="https://www.swissinfo.ch/ara/feed/", kind=FeedKind.RSS, basis=Basis.GUESSED, on="2026-11-22"),
        Feed(url="https://www.swissinfo.ch/ara/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2024"),
    ),
    article_url=r"^/ara/[^/]+/[^/]+/\d{6,}",
    examples=Examples(
        articles=("https://www.swissinfo.ch/ara/سياسة/سويسرا-تدعو/89000000",),
        sections=("https://www.swissinfo.ch/ara/reuters",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
