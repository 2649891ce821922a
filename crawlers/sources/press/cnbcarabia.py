"""CNBC Arabia: business channel, Dubai; its only feed was last named in 2020."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="cnbcarabia",
    name="CNBC عربية",
    english="CNBC Arabia",
    country="AE",
    timezone="Asia/Dubai",
    owner="Middle East Business News, by licence of CNBC",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.cnbcarabia.com", "cnbcarabia.com"),
    feeds=(Feed(url="http://www.cnbcarabia.com/latest.rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
