"""Al Yaum: Saudi daily, Dammam; number, section and title in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alyaum",
    name="اليوم",
    english="Al Yaum",
    country="SA",
    timezone="Asia/Riyadh",
    owner="Dar Al Yaum",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alyaum.com", "alyaum.com"),
    feeds=(Feed(url="https://www.alyaum.com/rssFeed/1005", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"^/articles/\d+",
    examples=Examples(
        articles=(
            "https://www.alyaum.com/articles/6291787/القارات-السبع/طهران-تدفن-زادة-وتتهم-المعارضة-الإيرانية-باغتياله",
        ),
        sections=("https://www.alyaum.com/",),
    ),
    blocking="The feed was empty for newsreaders on a content network (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.CORPUS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
