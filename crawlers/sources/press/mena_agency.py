"""MENA: state agency, Cairo; most of its service is for subscribers."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="mena_agency",
    name="وكالة أنباء الشرق الأوسط",
    english="MENA",
    country="EG",
    timezone="Africa/Cairo",
    owner="Government of Egypt",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.mena.org.eg", "mena.org.eg"),
    feeds=(Feed(url="https://www.mena.org.eg/rss/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    agency="أ ش أ",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.REPORTS, on="2026-11-22"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
