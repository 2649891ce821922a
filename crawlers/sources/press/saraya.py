"""Saraya: Jordanian news site, Amman."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="saraya",
    name="سرايا",
    english="Saraya News",
    country="JO",
    timezone="Asia/Amman",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.sarayanews.com", "sarayanews.com"),
    feeds=(Feed(url="https://www.sarayanews.com/", kind=FeedKind.SECTION, basis=Basis.WORKING, on="2026-10-08"),),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://www.sarayanews.com/article/654754",),
        sections=("https://www.sarayanews.com/category/2", "https://www.sarayanews.com/pages/about_us"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
