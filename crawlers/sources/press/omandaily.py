"""Oman Daily: state daily, Muscat; section and title in the address, no number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="omandaily",
    name="جريدة عمان",
    english="Oman Daily",
    country="OM",
    timezone="Asia/Muscat",
    owner="Ministry of Information of Oman",
    affiliation=Affiliation.STATE,
    hosts=("www.omandaily.om", "omandaily.om"),
    feeds=(
        Feed(url="https://www.omandaily.om/rssFeed/0", kind=FeedKind.RSS, basis=Basis.LISTED, on="2024"),
        Feed(url="https://www.omandaily.om", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),
    ),
    article_url=r"^/[^/]+/(?:na/)?(?:[^/-]+-){2,}[^/]+$",
    examples=Examples(
        articles=(
            "https://www.omandaily.om/شرفات/قصص-سرير-على-صفيح-ساخن",
            "https://www.omandaily.om/عمان-اليوم/na/الملتقى-السنوي-للاختصاصات-الطبية-يستعرض-المسار",
        ),
        sections=("https://www.omandaily.om/economy/news",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
