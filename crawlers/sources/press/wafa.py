"""WAFA: agency of the Palestinian Authority, Ramallah; other languages are on hosts of their own."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="wafa",
    name="وكالة الأنباء الفلسطينية",
    english="WAFA",
    country="PS",
    timezone="Asia/Hebron",
    owner="Palestinian Authority",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.wafa.ps", "wafa.ps"),
    feeds=(
        Feed(url="https://www.wafa.ps/RssXml.aspx?lang=ar_AR", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.wafa.ps/pages/rss.aspx", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"(?i)^/pages/details/\d+",
    examples=Examples(
        articles=("https://www.wafa.ps/Pages/Details/100000",),
        sections=("https://www.wafa.ps/",),
    ),
    agency="وفا",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
