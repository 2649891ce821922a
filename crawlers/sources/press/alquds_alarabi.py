"""Al-Quds Al-Arabi: pan-Arab daily, London; WordPress, the address is the title alone."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alquds_alarabi",
    name="القدس العربي",
    english="Al-Quds Al-Arabi",
    country="GB",
    timezone="Europe/London",
    owner="Al-Quds Al-Arabi Publishing, Qatari-funded",
    affiliation=Affiliation.STATE_LINKED,
    hosts=("www.alquds.co.uk", "alquds.co.uk"),
    feeds=(Feed(url="https://www.alquds.co.uk/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:[^/-]+-){3,}[^/]+/?$",
    skip_url=r"^/(category|tag|author)/",
    examples=Examples(
        articles=("https://www.alquds.co.uk/النفط-يترقب-اجتماع-أوبك-المقبل/",),
        sections=("https://www.alquds.co.uk/category/latest-news/", "https://www.alquds.co.uk/"),
    ),
    blocking="Closes the connection to newsreaders on a content network (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
