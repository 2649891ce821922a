"""Sky News Arabia: news channel, Abu Dhabi; section, number and title in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="skynewsarabia",
    name="سكاي نيوز عربية",
    english="Sky News Arabia",
    country="AE",
    timezone="Asia/Dubai",
    owner="Sky Group and International Media Investments, Abu Dhabi",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.skynewsarabia.com", "skynewsarabia.com"),
    feeds=(
        Feed(url="https://www.skynewsarabia.com/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.skynewsarabia.com/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://www.skynewsarabia.com/rss/middle-east.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"
        ),
    ),
    article_url=r"^/[\w-]+/\d{5,}",
    article_key=r"(?:/[\w-]+)?(/\d{5,})",
    skip_url=r"^/(video|live-story|infographic|sport|varieties|lifestyle)/",
    examples=Examples(
        articles=("https://www.skynewsarabia.com/middle-east/1496957-تضرر-طائرة",),
        sections=(
            "https://www.skynewsarabia.com/middle-east/northafrica",
            "https://www.skynewsarabia.com/video/1056980",
        ),
    ),
    expectations=Expectations(min_links=5),
    blocking="Pages took 15 to 42 s in a public newsroom's log (2026): slow, not refused.",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("article_key",), origin=Origin.CORPUS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
