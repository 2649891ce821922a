"""Arabic Post: news site, Istanbul, the successor of HuffPost Arabi; WordPress with the day in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="arabicpost",
    name="عربي بوست",
    english="Arabic Post",
    country="TR",
    timezone="Europe/Istanbul",
    owner="Integral Media Strategies",
    affiliation=Affiliation.PRIVATE,
    hosts=("arabicpost.net", "www.arabicpost.net"),
    feeds=(Feed(url="https://arabicpost.net/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"/20\d\d/\d\d/\d\d/",
    examples=Examples(
        articles=("https://arabicpost.net/variety/2018/06/04/ثانوية-عامة",),
        sections=("https://arabicpost.net/newmedia/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
