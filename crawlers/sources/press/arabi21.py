"""Arabi21: news site, London; ``/story/<number>``, while ``/stories/`` are sections."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="arabi21",
    name="عربي21",
    english="Arabi21",
    country="GB",
    timezone="Europe/London",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("arabi21.com", "www.arabi21.com"),
    feeds=(Feed(url="https://arabi21.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"/story/\d+",
    examples=Examples(
        articles=("https://arabi21.com/story/1602948/",),
        sections=("https://arabi21.com/stories/t/50055/", "https://arabi21.com/"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
