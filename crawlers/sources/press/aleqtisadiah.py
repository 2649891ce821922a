"""Al Eqtisadiah: Saudi business daily, Riyadh; day and number in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aleqtisadiah",
    name="الاقتصادية",
    english="Al Eqtisadiah",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Saudi Research and Media Group",
    affiliation=Affiliation.STATE_LINKED,
    hosts=("www.aleqt.com", "aleqt.com"),
    feeds=(
        Feed(url="https://www.aleqt.com/rss/economy.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="http://www.aleqt.com/feed/rss_section/frontpage", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
    ),
    article_url=r"/20\d\d/\d\d/\d\d/article_\d+\.html",
    examples=Examples(
        articles=("https://www.aleqt.com/2026/03/15/article_2891034.html",),
        sections=("https://www.aleqt.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
