"""Saba of the recognised government: state agency, Aden and Riyadh.

There are two agencies of this name since 2015; the other is in Sanaa, on another host.
"""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="saba_aden",
    name="وكالة سبأ (عدن)",
    english="Saba (internationally recognised government)",
    country="YE",
    timezone="Asia/Aden",
    owner="Internationally recognised government of Yemen",
    affiliation=Affiliation.STATE_AGENCY,
    hosts=("www.sabanew.net", "sabanew.net"),
    feeds=(Feed(url="https://www.sabanew.net/rss.php?lang=ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/story/ar/\d+",
    examples=Examples(
        articles=("https://www.sabanew.net/story/ar/86981",),
        sections=("https://www.sabanew.net/story/en/150694",),
    ),
    agency="سبأ",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
