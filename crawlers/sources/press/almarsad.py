"""Al Marsad: Libyan newspaper; WordPress with the day in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="almarsad",
    name="المرصد الليبية",
    english="Al Marsad",
    country="LY",
    timezone="Africa/Tripoli",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("almarsad.co", "www.almarsad.co"),
    feeds=(Feed(url="https://almarsad.co/feed/", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026"),),
    article_url=r"^/20\d\d/\d\d/\d\d/",
    examples=Examples(
        articles=("https://almarsad.co/2022/05/02/العملة",),
        sections=("https://almarsad.co/category/libya/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
