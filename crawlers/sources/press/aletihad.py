"""Al Ittihad: daily of the Government of Abu Dhabi; section, number and title in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aletihad",
    name="الاتحاد",
    english="Al Ittihad",
    country="AE",
    timezone="Asia/Dubai",
    owner="Abu Dhabi Media",
    affiliation=Affiliation.STATE,
    hosts=("www.aletihad.ae", "aletihad.ae"),
    feeds=(
        Feed(url="https://www.aletihad.ae/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.aletihad.ae/", kind=FeedKind.SECTION, basis=Basis.GUESSED, on="2026-11-22"),
    ),
    article_url=r"^/news/[^/]+/\d{5,}",
    examples=Examples(
        articles=("https://www.aletihad.ae/news/الإمارات/4473782/",),
        sections=("https://www.aletihad.ae/news/الإمارات",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
