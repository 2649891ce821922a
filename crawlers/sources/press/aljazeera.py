"""Al Jazeera: Qatari broadcaster, Doha; the date is in the address.

Its sitemap is an index of one sitemap a day (``?yyyy=&mm=&dd=``). The feed whose address is a pair of UUIDs, copied
by many lists, is retired.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="aljazeera",
    name="الجزيرة نت",
    english="Al Jazeera",
    country="QA",
    timezone="Asia/Qatar",
    owner="Al Jazeera Media Network, funded by the State of Qatar",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.aljazeera.net", "aljazeera.net"),
    feeds=(
        Feed(url="https://www.aljazeera.net/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(
            url="https://www.aljazeera.net/aljazeerarss/ar/home.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"
        ),
        Feed(url="https://www.aljazeera.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/\w+/20\d\d/\d+/\d+/",
    skip_url=r"/(video|videos|gallery|program|programs|liveblog|sport)/",
    examples=Examples(
        articles=("https://www.aljazeera.net/news/2026/8/5/ماذا-بحثت-جولة-المفاوضات-الجديدة",),
        sections=("https://www.aljazeera.net/news/", "https://www.aljazeera.net/opinions/"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
