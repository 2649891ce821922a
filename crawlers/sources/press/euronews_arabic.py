"""Euronews Arabic: pan-European channel, Lyon and Brussels; day and English words in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="euronews_arabic",
    name="يورونيوز عربية",
    english="Euronews Arabic",
    country="FR",
    timezone="Europe/Paris",
    owner="Alpac Capital",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("arabic.euronews.com",),
    feeds=(Feed(url="https://arabic.euronews.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:[\w-]+/)*20\d\d/\d\d/\d\d/",
    skip_url=r"^/(video|culture|travel)/",
    examples=Examples(
        articles=("https://arabic.euronews.com/2021/12/22/libya-elections-tribes-role-in-political",),
        sections=("https://arabic.euronews.com/culture",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
