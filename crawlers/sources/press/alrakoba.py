"""Al Rakoba: Sudanese news site, kept abroad; WordPress, number and title in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alrakoba",
    name="الراكوبة",
    english="Al Rakoba",
    country="SD",
    timezone="Africa/Khartoum",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alrakoba.net", "alrakoba.net"),
    feeds=(Feed(url="https://www.alrakoba.net/feed", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),),
    article_url=r"^/\d{5,}/",
    skip_url=r"^/(category|tag|author|page)/",
    examples=Examples(
        articles=("https://www.alrakoba.net/284721/",),
        sections=("https://www.alrakoba.net/category/news/",),
    ),
    blocking="Cloudflare answered 403 to newsreaders (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
