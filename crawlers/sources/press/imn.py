"""Iraqi Media Network: the state's radio and television, Baghdad."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="imn",
    name="شبكة الإعلام العراقي",
    english="Iraqi Media Network",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Iraqi Media Network",
    affiliation=Affiliation.STATE,
    hosts=("imn.iq", "www.imn.iq"),
    feeds=(Feed(url="https://imn.iq/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
