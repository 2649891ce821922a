"""Al Chourouk: Tunisian daily, Tunis; Drupal, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alchourouk_tn",
    name="الشروق التونسية",
    english="Al Chourouk",
    country="TN",
    timezone="Africa/Tunis",
    owner="Dar Al Anwar",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alchourouk.com", "alchourouk.com"),
    feeds=(Feed(url="https://www.alchourouk.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
