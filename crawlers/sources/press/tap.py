"""TAP: state agency, Tunis; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="tap",
    name="وكالة تونس إفريقيا للأنباء",
    english="TAP",
    country="TN",
    timezone="Africa/Tunis",
    owner="Government of Tunisia",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.tap.info.tn", "tap.info.tn"),
    feeds=(Feed(url="https://www.tap.info.tn/ar/rss/tunisia", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/[^/]+/\d{6,}",
    examples=Examples(
        articles=("https://www.tap.info.tn/ar/السياسة/18000000-تونس",),
        sections=("https://www.tap.info.tn/ar/rss",),
    ),
    agency="وات",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
