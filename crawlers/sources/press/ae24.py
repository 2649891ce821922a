"""24.ae: news site, Abu Dhabi."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="ae24",
    name="موقع 24 الإماراتي",
    english="24.ae",
    country="AE",
    timezone="Asia/Dubai",
    owner="24 Media, Abu Dhabi",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("24.ae", "www.24.ae"),
    feeds=(Feed(url="https://24.ae/rss.aspx", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2025"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://24.ae/article/863712/ما-حقيقة-العثور-على-صدام-حسين-في-سجن-ص",),
        sections=("https://24.ae/",),
    ),
    expectations=Expectations(min_links=5),
    blocking="Answered 403 to newsreaders in data centres (public notes, 2025).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2025"),
    ),
)
