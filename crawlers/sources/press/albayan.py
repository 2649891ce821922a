"""Al Bayan: daily of the Government of Dubai; day and number at the end of the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="albayan",
    name="البيان",
    english="Al Bayan",
    country="AE",
    timezone="Asia/Dubai",
    owner="Dubai Media Incorporated, Government of Dubai",
    affiliation=Affiliation.STATE,
    hosts=("www.albayan.ae", "albayan.ae"),
    feeds=(
        Feed(url="http://www.albayan.ae/1.447?ot=ot.AjaxPageLayout", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
        Feed(url="https://www.albayan.ae/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"-1\.\d{5,}|/\d{6,}",
    skip_url=r"/polopoly_fs/",
    examples=Examples(
        articles=("https://www.albayan.ae/across-the-uae/2010-10-11-1.292115",),
        sections=("https://www.albayan.ae/", "https://www.albayan.ae/across-the-uae"),
    ),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.MONITOR, on="2025-07"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
