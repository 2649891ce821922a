"""Alhurra: channel funded by the United States, Virginia; off the air since May 2025, a small newsroom remained."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alhurra",
    name="الحرة",
    english="Alhurra",
    country="US",
    timezone="America/New_York",
    owner="Middle East Broadcasting Networks, funded by the United States",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    cadence=Cadence.OCCASIONAL,
    hosts=("www.alhurra.com", "alhurra.com"),
    feeds=(Feed(url="https://www.alhurra.com/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2025"),),
    article_url=r"^/(?:[\w-]+/)*20\d\d/\d\d/\d\d/|^/a/[\w-]+/\d+\.html|^/\d{4,}$",
    skip_url=r"^/en/",
    examples=Examples(
        articles=("https://www.alhurra.com/a/shiites-sunnis/347914.html",),
        sections=("https://www.alhurra.com/search?st=articleEx",),
    ),
    disabled="off the air since 2025, its feed reported empty: enable it when `warraq probe alhurra` finds articles",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.REPORTS, on="2026-11-22"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.REPORTS, on="2026-11-22"),
    ),
)
