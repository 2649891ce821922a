"""Al Wasat: Libyan newspaper, edited in Cairo; section and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alwasat_ly",
    name="بوابة الوسط",
    english="Al Wasat",
    country="LY",
    timezone="Africa/Cairo",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("alwasat.ly", "www.alwasat.ly"),
    feeds=(Feed(url="https://alwasat.ly/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"^/news/[\w-]+/\d+",
    examples=Examples(
        articles=("https://alwasat.ly/news/art-culture/500996",),
        sections=("https://alwasat.ly/news/libya",),
    ),
    expectations=Expectations(min_links=5),
    blocking="Answered 403 to data centres (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
