"""Qatar News Agency (QNA): state agency, Doha; month and day in the address, editions in other languages beside it."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="qna",
    name="وكالة الأنباء القطرية",
    english="Qatar News Agency",
    country="QA",
    timezone="Asia/Qatar",
    owner="State of Qatar, under the Qatar Media Corporation",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.qna.org.qa", "qna.org.qa"),
    feeds=(Feed(url="https://www.qna.org.qa/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"(?i)/ar-qa/news-area/news/20\d\d-\d\d/\d\d/",
    examples=Examples(
        articles=("https://www.qna.org.qa/ar-QA/News-Area/News/2024-04/10/0032-عيد-الفطر",),
        sections=("https://www.qna.org.qa/ar-QA/News-Area",),
    ),
    agency="قنا",
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
