"""Al Masirah: the television of Ansar Allah, Sanaa and Beirut."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almasirah",
    name="المسيرة",
    english="Al Masirah",
    country="YE",
    timezone="Asia/Aden",
    owner="Ansar Allah",
    affiliation=Affiliation.PARTY,
    hosts=("www.almasirah.net.ye", "www.almasirah.net", "almasirah.net"),
    feeds=(Feed(url="https://almasirah.net/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    disabled="the channel of Ansar Allah (the Houthis), a designated organisation: ask counsel first",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
