"""Yabiladi: Moroccan news site for the diaspora, Casablanca; Arabic is on a host of its own."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="yabiladi_arabic",
    name="يابلادي",
    english="Yabiladi",
    country="MA",
    timezone="Africa/Casablanca",
    owner="Yabiladi Médias",
    affiliation=Affiliation.PRIVATE,
    hosts=("ar.yabiladi.com",),
    feeds=(Feed(url="https://ar.yabiladi.com/rss", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/articles/details/\d+",
    examples=Examples(
        articles=("https://ar.yabiladi.com/articles/details/62855/الرواية-الأخرى-مع-البشير-الدخيل",),
        sections=("https://ar.yabiladi.com/articles/categorie/21/سياسة.html",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
