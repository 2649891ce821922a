"""Al Watan: Saudi daily, Abha; one of several papers of this name."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alwatan_sa",
    name="الوطن السعودية",
    english="Al Watan",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Assir Establishment for Press and Publishing",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alwatan.com.sa", "alwatan.com.sa"),
    feeds=(Feed(url="https://www.alwatan.com.sa/rssFeed/1", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.alwatan.com.sa/article/1182418",),
        sections=("https://www.alwatan.com.sa/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
