"""Achkayen: Moroccan news site; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="achkayen",
    name="آشكاين",
    english="Achkayen",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("achkayen.com", "www.achkayen.com"),
    feeds=(Feed(url="https://achkayen.com/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
