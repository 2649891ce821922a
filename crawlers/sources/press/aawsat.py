"""Asharq Al-Awsat: Saudi pan-Arab daily, edited in London and Riyadh.

Sections and articles share their paths; only the number before the title tells an article.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="aawsat",
    name="الشرق الأوسط",
    english="Asharq Al-Awsat",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Saudi Research and Media Group",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("aawsat.com", "www.aawsat.com"),
    feeds=(
        Feed(
            url="https://aawsat.com/googlenews.xml", kind=FeedKind.NEWS_SITEMAP, basis=Basis.WORKING, on="2026-10-08"
        ),
        Feed(url="https://aawsat.com/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2025"),
        Feed(url="https://aawsat.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/\d{6,}-",
    examples=Examples(
        articles=("https://aawsat.com/العالم/أوروبا/5321484-كبلر",),
        sections=("https://aawsat.com/العالم", "https://aawsat.com/الرأي"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
