"""Al Arab: Qatari daily, Doha; not the paper of the same name in London."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alarab_qa",
    name="العرب القطرية",
    english="Al Arab",
    country="QA",
    timezone="Asia/Qatar",
    owner="Dar Al Arab",
    affiliation=Affiliation.PRIVATE,
    hosts=("alarab.qa", "www.alarab.qa"),
    feeds=(Feed(url="https://alarab.qa/rss/latestNews", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
