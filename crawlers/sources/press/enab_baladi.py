"""Enab Baladi: independent Syrian newspaper; WordPress, the English edition is on a host of its own."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="enab_baladi",
    name="عنب بلدي",
    english="Enab Baladi",
    country="SY",
    timezone="Asia/Damascus",
    owner="Enab Baladi",
    affiliation=Affiliation.NONPROFIT,
    hosts=("www.enabbaladi.net", "enabbaladi.net"),
    feeds=(Feed(url="https://www.enabbaladi.net/feed", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026-09-25"),),
    article_url=r"^/(?:archives/)?\d{5,}",
    skip_url=r"^/(?:archives/)?(category|tag|author)/",
    examples=Examples(
        articles=("https://www.enabbaladi.net/731869/",),
        sections=("https://www.enabbaladi.net/archives/category/online/page/2",),
    ),
    blocking="The feed answered 403 to a data centre (public review, 2026-09-25).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026-09-25"),
    ),
)
