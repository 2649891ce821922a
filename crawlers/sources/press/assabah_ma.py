"""Assabah: Moroccan daily, Casablanca; WordPress, the address is a number."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="assabah_ma",
    name="الصباح",
    english="Assabah",
    country="MA",
    timezone="Africa/Casablanca",
    owner="Groupe Éco-Médias",
    affiliation=Affiliation.PRIVATE,
    hosts=("assabah.ma", "www.assabah.ma"),
    feeds=(Feed(url="https://assabah.ma/feed", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/\d{4,}\.html$",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://assabah.ma/515817.html",),
        sections=("https://assabah.ma/category/ربورتاج",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
