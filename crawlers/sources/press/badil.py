"""Badil: Moroccan news site; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="badil",
    name="بديل",
    english="Badil",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("badil.info", "www.badil.info"),
    feeds=(Feed(url="https://badil.info/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
