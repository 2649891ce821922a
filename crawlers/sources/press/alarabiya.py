"""Al Arabiya: Saudi news channel, Riyadh and Dubai; date and title in the address name it under any section."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alarabiya",
    name="العربية",
    english="Al Arabiya",
    country="SA",
    timezone="Asia/Riyadh",
    owner="MBC Group",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.alarabiya.net", "alarabiya.net"),
    feeds=(
        Feed(url="https://www.alarabiya.net/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alarabiya.net/feed/rss2/ar.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://www.alarabiya.net/feed/rss2/ar/last-page.xml",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
        Feed(url="https://www.alarabiya.net/.mrss/ar.xml", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
    ),
    article_url=r"/20\d\d/\d\d/\d\d/",
    article_key=r"(?:/[^/]+)*?(/20\d\d/\d\d/\d\d/[^/]+)",
    skip_url=r"/(videos|programs|sport|medicine-and-health|style-and-entertainment)/",
    examples=Examples(
        articles=(
            "https://www.alarabiya.net/arab-and-world/yemen/2023/01/12/من-البحر",
            "https://www.alarabiya.net/arab-and-world/2024/08/11/روسيا",
        ),
        sections=("https://www.alarabiya.net/arab-and-world/syria", "https://www.alarabiya.net/views"),
    ),
    expectations=Expectations(min_links=5),
    blocking="Feeds answered 403 to newsreaders in data centres (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("article_key",), origin=Origin.CORPUS, on="2026-11-28"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
