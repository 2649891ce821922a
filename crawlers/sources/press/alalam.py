"""Al Alam: Iranian state channel in Arabic, Tehran."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alalam",
    name="العالم",
    english="Al Alam",
    country="IR",
    timezone="Asia/Tehran",
    owner="Islamic Republic of Iran Broadcasting",
    affiliation=Affiliation.STATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.alalam.ir", "alalam.ir"),
    feeds=(Feed(url="https://www.alalam.ir/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/news/\d+",
    examples=Examples(
        articles=("https://www.alalam.ir/news/6900000",),
        sections=("https://www.alalam.ir/",),
    ),
    expectations=Expectations(min_links=5),
    disabled="its owner is under sanctions of the United States and the European Union: ask counsel first",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
