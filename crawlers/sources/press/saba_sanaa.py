"""Saba in Sanaa: the agency of the same name under Ansar Allah."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="saba_sanaa",
    name="وكالة سبأ (صنعاء)",
    english="Saba (Sanaa)",
    country="YE",
    timezone="Asia/Aden",
    owner="Supreme Political Council, Sanaa (Ansar Allah)",
    affiliation=Affiliation.PARTY,
    hosts=("www.saba.ye", "saba.ye"),
    feeds=(
        Feed(url="https://www.saba.ye/ar/rsscatfeed1.htm", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.saba.ye/rss/feed.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/ar/news\d+",
    examples=Examples(
        articles=("https://www.saba.ye/ar/news3243831.htm",),
        sections=("https://www.saba.ye/ar/cat1.htm",),
    ),
    disabled="run by Ansar Allah (the Houthis), a designated organisation: ask counsel before enabling it",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
