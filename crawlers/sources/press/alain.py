"""Al Ain News: news site, Abu Dhabi; English words in the address, editions in other languages on other hosts."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alain",
    name="العين الإخبارية",
    english="Al Ain News",
    country="AE",
    timezone="Asia/Dubai",
    owner="International Media Investments, Abu Dhabi",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("al-ain.com", "www.al-ain.com"),
    feeds=(
        Feed(url="https://al-ain.com/feed", kind=FeedKind.RSS, basis=Basis.GUESSED, on="2026-11-22"),
        Feed(url="https://al-ain.com/", kind=FeedKind.SECTION, basis=Basis.GUESSED, on="2026-11-22"),
    ),
    article_url=r"^/article/",
    examples=Examples(
        articles=("https://al-ain.com/article/algerian-universities",),
        sections=("https://al-ain.com/section/politics.html",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
