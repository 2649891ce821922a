"""Assahifa: Moroccan news site."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="assahifa",
    name="الصحيفة",
    english="Assahifa",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.assahifa.com", "assahifa.com"),
    feeds=(Feed(url="https://www.assahifa.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
