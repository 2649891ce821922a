"""Al Jazeera Mubasher: the live channel of Al Jazeera, with a newsroom and a site of its own.

What its article addresses look like was not found; its one feed lists articles only.
"""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aljazeera_mubasher",
    name="الجزيرة مباشر",
    english="Al Jazeera Mubasher",
    country="QA",
    timezone="Asia/Qatar",
    owner="Al Jazeera Media Network, funded by the State of Qatar",
    affiliation=Affiliation.STATE_LINKED,
    hosts=("mubasher.aljazeera.net",),
    feeds=(Feed(url="https://mubasher.aljazeera.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
