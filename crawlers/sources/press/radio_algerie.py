"""Algerian Radio: the state's radio, Algiers; Drupal nodes."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="radio_algerie",
    name="الإذاعة الجزائرية",
    english="Algerian Radio",
    country="DZ",
    timezone="Africa/Algiers",
    owner="State of Algeria",
    affiliation=Affiliation.STATE,
    hosts=("news.radioalgerie.dz", "www.radioalgerie.dz", "radioalgerie.dz"),
    feeds=(
        Feed(url="https://news.radioalgerie.dz/ar/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.radioalgerie.dz/news/ar/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"/ar/node/\d+|/ar/article/",
    examples=Examples(
        articles=("https://news.radioalgerie.dz/ar/node/61572",),
        sections=("https://news.radioalgerie.dz/ar",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
