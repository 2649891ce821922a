"""Al Sahwa: newspaper of the Islah party; ``/album-<number>`` are sections."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alsahwa",
    name="الصحوة نت",
    english="Al Sahwa",
    country="YE",
    timezone="Asia/Aden",
    owner="Yemeni Congregation for Reform (Islah)",
    affiliation=Affiliation.PARTY,
    hosts=("alsahwa-yemen.net", "www.alsahwa-yemen.net"),
    feeds=(Feed(url="https://alsahwa-yemen.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/p-\d+",
    skip_url=r"^/album-",
    examples=Examples(
        articles=("https://alsahwa-yemen.net/p-27916",),
        sections=("https://alsahwa-yemen.net/album-67",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
