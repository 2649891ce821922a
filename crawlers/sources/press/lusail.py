"""Lusail: Qatari business daily, Doha."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="lusail",
    name="لوسيل",
    english="Lusail",
    country="QA",
    timezone="Asia/Qatar",
    owner="Dar Al Arab",
    affiliation=Affiliation.PRIVATE,
    hosts=("lusailnews.net", "www.lusailnews.net"),
    feeds=(Feed(url="https://lusailnews.net/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
