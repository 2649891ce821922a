"""Al Akhbar: Moroccan daily, Casablanca; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alakhbar_ma",
    name="الأخبار المغربية",
    english="Al Akhbar",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("alakhbar.press.ma", "www.alakhbar.press.ma"),
    feeds=(Feed(url="https://alakhbar.press.ma/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    claims=(Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),),
)
