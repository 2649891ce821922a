"""Erem News: news site, Abu Dhabi; section and a short code in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="eremnews",
    name="إرم نيوز",
    english="Erem News",
    country="AE",
    timezone="Asia/Dubai",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.eremnews.com", "eremnews.com"),
    feeds=(Feed(url="https://www.eremnews.com/rss/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/(?:news/[\w-]+|economy|politics)/\w{6,}$",
    examples=Examples(
        articles=("https://www.eremnews.com/news/world/2yxhb1i", "https://www.eremnews.com/economy/937047"),
        sections=("https://www.eremnews.com/sports", "https://www.eremnews.com/news/world"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
