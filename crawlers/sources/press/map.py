"""MAP: state agency, Rabat; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="map",
    name="وكالة المغرب العربي للأنباء",
    english="MAP",
    country="MA",
    timezone="Africa/Casablanca",
    owner="Kingdom of Morocco",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.mapnews.ma", "mapnews.ma"),
    feeds=(
        Feed(url="https://www.mapnews.ma/ar/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.mapnews.ma/rss/actualite-generale", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
    ),
    article_url=r"^/ar/actualites/[^/]+/[^/]+$",
    skip_url=r"/rss$",
    examples=Examples(
        articles=("https://www.mapnews.ma/ar/actualites/سياسة/الملك-يستقبل",),
        sections=("https://www.mapnews.ma/ar/", "https://www.mapnews.ma/ar/actualites/politique/rss"),
    ),
    agency="لاماب",
    expectations=Expectations(min_links=5),
    blocking="Answered 403 wherever it was tried (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
