"""Al Sharq: Qatari daily, Doha; the address has day, month and year in this order."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alsharq_qa",
    name="الشرق",
    english="Al Sharq",
    country="QA",
    timezone="Asia/Qatar",
    owner="Dar Al Sharq",
    affiliation=Affiliation.PRIVATE,
    hosts=("al-sharq.com", "www.al-sharq.com"),
    feeds=(Feed(url="https://al-sharq.com/rss/latestNews", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"/article/\d\d/\d\d/\d{4}/",
    examples=Examples(
        articles=("https://al-sharq.com/article/04/09/2026/221-مكتباً-معتمداً-لاستقدام-العمالة-المنزلية",),
        sections=("https://al-sharq.com/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
