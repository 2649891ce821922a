"""France 24 Arabic: French public broadcaster, Paris; the language and the day in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="france24_arabic",
    name="فرانس 24",
    english="France 24 Arabic",
    country="FR",
    timezone="Europe/Paris",
    owner="France Médias Monde",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.france24.com", "france24.com"),
    feeds=(
        Feed(url="https://www.france24.com/ar/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.france24.com/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.france24.com/ar/الشرق-الأوسط/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"^/ar/(?:[^/]+/)?20\d{6}-",
    skip_url=r"^/ar/(البث-المباشر|رياضة|ثقافة|فيديو)/",
    examples=Examples(
        articles=("http://www.france24.com/ar/20180623-البحرين-مليار-دولار-شراء-مقاتلات",),
        sections=("https://www.france24.com/ar/الشرق-الأوسط/",),
    ),
    credits=("فرانس برس",),
    expectations=Expectations(min_links=5),
    blocking="Feeds answered 200 or 403 by network, pages 403 (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.CORPUS, on="2026-11-22"),
        Claim(about=("credits",), origin=Origin.CORPUS, on="2018"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
