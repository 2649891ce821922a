"""Al Arab: pan-Arab daily, London; Drupal, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alarab_london",
    name="العرب",
    english="Al Arab",
    country="GB",
    timezone="Europe/London",
    owner="Al Arab Publishing House",
    affiliation=Affiliation.PRIVATE,
    hosts=("alarab.co.uk", "www.alarab.co.uk"),
    feeds=(
        Feed(url="https://alarab.co.uk/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2024"),
        Feed(url="https://alarab.co.uk/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
