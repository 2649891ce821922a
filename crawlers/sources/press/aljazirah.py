"""Al Jazirah: Saudi daily, Riyadh, no kin of Al Jazeera; day and page of the printed paper in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aljazirah",
    name="الجزيرة السعودية",
    english="Al Jazirah",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Al Jazirah Corporation for Press",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.al-jazirah.com", "al-jazirah.com"),
    feeds=(Feed(url="https://www.al-jazirah.com/rss/local.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/20\d\d/20\d{6}/[a-z]{2,3}\d+\.htm",
    examples=Examples(
        articles=(
            "https://www.al-jazirah.com/2026/20260703/xj4.htm",
            "https://www.al-jazirah.com/2025/20250124/fm1.htm",
        ),
        sections=("https://www.al-jazirah.com/2015/20151229/fe_200_1.jpg",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
