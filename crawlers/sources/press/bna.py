"""Bahrain News Agency (BNA): state agency, Manama; feeds by section number."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="bna",
    name="وكالة أنباء البحرين",
    english="Bahrain News Agency",
    country="BH",
    timezone="Asia/Bahrain",
    owner="Kingdom of Bahrain",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.bna.bh", "bna.bh"),
    feeds=(
        Feed(url="https://www.bna.bh/rss/?lang=ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://www.bna.bh/GenerateRssFeed.aspx?categoryId=181",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
    ),
    agency="بنا",
    expectations=Expectations(min_links=5),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
