"""Masrawy: Egyptian news portal, Cairo; section, day and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="masrawy",
    name="مصراوي",
    english="Masrawy",
    country="EG",
    timezone="Africa/Cairo",
    owner="Gemini Media, Sawiris family",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.masrawy.com", "masrawy.com"),
    feeds=(Feed(url="https://www.masrawy.com/rss/feed/25/أخبار", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"/details/20\d\d/\d+/\d+/\d+",
    examples=Examples(
        articles=("https://www.masrawy.com/news/news_egypt/details/2021/6/26/2046302/",),
        sections=("https://www.masrawy.com/news/news_economy/",),
    ),
    expectations=Expectations(min_links=5),
    blocking="Refused newsreaders in some data centres (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
