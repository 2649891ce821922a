"""Al Sudani: Sudanese daily; WordPress."""

from crawlers.facts import Affiliation, Basis, Claim, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alsudani",
    name="السوداني",
    english="Al Sudani",
    country="SD",
    timezone="Africa/Khartoum",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("alsudaninews.com", "www.alsudaninews.com"),
    feeds=(Feed(url="https://alsudaninews.com/?feed=rss2", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    blocking="The feed was empty for newsreaders on a content network (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
