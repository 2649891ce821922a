"""Belqees TV: Yemeni channel in Istanbul."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="belqees",
    name="بلقيس",
    english="Belqees TV",
    country="YE",
    timezone="Asia/Aden",
    owner="Tawakkol Karman",
    affiliation=Affiliation.PRIVATE,
    hosts=("belqees.net", "www.belqees.net"),
    feeds=(Feed(url="https://belqees.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
