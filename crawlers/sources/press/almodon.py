"""Al Modon: online newspaper, Beirut; section and day in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almodon",
    name="المدن",
    english="Al Modon",
    country="LB",
    timezone="Asia/Beirut",
    owner="Fadaat Media, Qatari-funded",
    affiliation=Affiliation.STATE_LINKED,
    hosts=("www.almodon.com", "almodon.com"),
    feeds=(
        Feed(url="https://www.almodon.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="http://www.almodon.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
    ),
    article_url=r"^/\w+/20\d\d/\d{1,2}/\d{1,2}/[^/]+",
    examples=Examples(
        articles=("https://www.almodon.com/society/2016/01/30/منذ-48-سنة-مهندسون-سوفيات",),
        sections=("https://www.almodon.com/society",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
