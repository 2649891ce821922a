"""OTV: the channel of the Free Patriotic Movement, Beirut."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="otv_lebanon",
    name="أو تي في اللبنانية",
    english="OTV Lebanon",
    country="LB",
    timezone="Asia/Beirut",
    owner="Free Patriotic Movement",
    affiliation=Affiliation.PARTY,
    hosts=("www.otv.com.lb", "otv.com.lb"),
    feeds=(Feed(url="https://www.otv.com.lb/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
