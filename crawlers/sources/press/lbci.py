"""LBCI: Lebanese channel; Arabic and English stand side by side, told apart by the end of the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="lbci",
    name="إل بي سي آي",
    english="LBCI",
    country="LB",
    timezone="Asia/Beirut",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.lbcgroup.tv", "lbcgroup.tv"),
    feeds=(
        Feed(url="https://www.lbcgroup.tv/Rss/latest-news/ar", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
        Feed(url="https://www.lbcgroup.tv/news", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),
    ),
    article_url=r"^/news/[\w-]+/\d{5,}/",
    skip_url=r"/en$",
    examples=Examples(
        articles=("https://www.lbcgroup.tv/news/lebanon-news/958513/وزارة-الصحة/ar",),
        sections=(
            "https://www.lbcgroup.tv/news",
            "https://www.lbcgroup.tv/news/lebanon-news/958513/health-ministry/en",
        ),
    ),
    expectations=Expectations(min_links=5),
    blocking="Answered 403 to newsreaders on a content network (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
