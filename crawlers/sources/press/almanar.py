"""Al Manar: the television of Hezbollah, Beirut."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almanar",
    name="المنار",
    english="Al Manar",
    country="LB",
    timezone="Asia/Beirut",
    owner="Lebanese Communication Group (Hezbollah)",
    affiliation=Affiliation.PARTY,
    hosts=("www.almanar.com.lb", "almanar.com.lb"),
    feeds=(Feed(url="https://www.almanar.com.lb/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/\d{5,}",
    examples=Examples(
        articles=("https://www.almanar.com.lb/13000000",),
        sections=("https://www.almanar.com.lb/live",),
    ),
    disabled="the channel of Hezbollah, a designated organisation: ask counsel before enabling it",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
