"""Radio Dabanga: independent radio for Sudan, Amsterdam; the language is in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="dabanga",
    name="راديو دبنقا",
    english="Radio Dabanga",
    country="SD",
    timezone="Europe/Amsterdam",
    owner="Stichting Radio Dabanga",
    affiliation=Affiliation.NONPROFIT,
    hosts=("www.dabangasudan.org", "dabangasudan.org"),
    feeds=(Feed(url="https://www.dabangasudan.org/ar/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/ar/all-news/article/|^/ar/(?:[^/-]+-){2,}",
    skip_url=r"/(category|tag)/",
    examples=Examples(
        articles=("https://www.dabangasudan.org/ar/all-news/article/مقتل-مدنيين",),
        sections=("https://www.dabangasudan.org/ar/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
