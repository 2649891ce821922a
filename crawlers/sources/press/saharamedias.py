"""Sahara Medias: Mauritanian agency, Nouakchott; WordPress, French is on a host of its own."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="saharamedias",
    name="صحراء ميديا",
    english="Sahara Medias",
    country="MR",
    timezone="Africa/Nouakchott",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("saharamedias.net", "www.saharamedias.net"),
    feeds=(Feed(url="https://saharamedias.net/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d{4,}/",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://saharamedias.net/200000/",),
        sections=("https://saharamedias.net/category/news/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
