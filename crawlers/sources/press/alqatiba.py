"""Al Qatiba: independent investigations, Tunis; WordPress."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alqatiba",
    name="الكتيبة",
    english="Al Qatiba",
    country="TN",
    timezone="Africa/Tunis",
    owner="Al Qatiba",
    affiliation=Affiliation.NONPROFIT,
    cadence=Cadence.OCCASIONAL,
    hosts=("alqatiba.com", "www.alqatiba.com"),
    feeds=(Feed(url="https://alqatiba.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
