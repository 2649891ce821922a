"""Emarat Al Youm: daily of the Government of Dubai; one news sitemap a section, day and number in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="emaratalyoum",
    name="الإمارات اليوم",
    english="Emarat Al Youm",
    country="AE",
    timezone="Asia/Dubai",
    owner="Dubai Media Incorporated, Government of Dubai",
    affiliation=Affiliation.STATE,
    hosts=("www.emaratalyoum.com", "emaratalyoum.com"),
    feeds=(
        Feed(
            url="https://www.emaratalyoum.com/news-sitemaps-1.368006/local-section-1.1075475?ot=ot.AjaxPageLayout",
            kind=FeedKind.NEWS_SITEMAP,
            basis=Basis.WORKING,
            on="2026-10-08",
        ),
        Feed(url="https://www.emaratalyoum.com/rss-7.951867", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/20\d\d-\d\d-\d\d-1\.\d+",
    skip_url=r"/polopoly_fs/",
    examples=Examples(
        articles=("https://www.emaratalyoum.com/local-section/other/2019-07-08-1.1230866",),
        sections=("https://www.emaratalyoum.com/local-section/accidents",),
    ),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
