"""Al Madina: Saudi daily, Jeddah."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almadina",
    name="المدينة",
    english="Al Madina",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Al Madina Press Establishment",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.al-madina.com", "al-madina.com"),
    feeds=(Feed(url="https://www.al-madina.com/rssFeed/193", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.al-madina.com/article/994959",),
        sections=("https://www.al-madina.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
