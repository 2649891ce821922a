"""Syria TV: Syrian channel, Istanbul and Damascus; the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="syria_tv",
    name="تلفزيون سوريا",
    english="Syria TV",
    country="SY",
    timezone="Asia/Damascus",
    owner="Fadaat Media, Qatari-funded",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.syria.tv", "syria.tv"),
    feeds=(
        Feed(url="https://www.syria.tv/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026-09-25"),
        Feed(url="https://www.syria.tv/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    expectations=Expectations(min_links=5),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
