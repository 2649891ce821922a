"""JO24: Jordanian news site, Amman."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="jo24",
    name="جو 24",
    english="JO24",
    country="JO",
    timezone="Asia/Amman",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("jo24.net", "www.jo24.net"),
    feeds=(Feed(url="https://jo24.net/rss.xml", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://jo24.net/article/539190",),
        sections=("https://jo24.net/category-1/page/0-0",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
