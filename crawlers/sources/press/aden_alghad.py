"""Aden Al Ghad: daily of Aden."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="aden_alghad",
    name="عدن الغد",
    english="Aden Al Ghad",
    country="YE",
    timezone="Asia/Aden",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.adngad.net", "adngad.net"),
    feeds=(Feed(url="https://www.adngad.net/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/news/\d+",
    examples=Examples(
        articles=("https://www.adngad.net/news/887370",),
        sections=("https://www.adngad.net/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
