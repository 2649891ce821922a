"""Al Watan Voice: news site, Gaza; day and number in the address. Whether it still publishes was not found."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alwatanvoice",
    name="دنيا الوطن",
    english="Al Watan Voice",
    country="PS",
    timezone="Asia/Gaza",
    owner="Donia Al Watan",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.alwatanvoice.com", "alwatanvoice.com", "feeds.alwatanvoice.com"),
    feeds=(
        Feed(url="http://feeds.alwatanvoice.com/ar/world.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2020"),
        Feed(
            url="https://www.alwatanvoice.com/arabic/index.html", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2022"
        ),
    ),
    article_url=r"^/arabic/news/20\d\d/\d\d/\d\d/\d+\.html",
    examples=Examples(
        articles=("https://www.alwatanvoice.com/arabic/news/2022/10/08/1492784.html",),
        sections=("https://www.alwatanvoice.com/arabic/index.html",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
