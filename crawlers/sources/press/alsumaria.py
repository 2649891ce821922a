"""Alsumaria: Iraqi channel and news agency, Baghdad."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alsumaria",
    name="السومرية نيوز",
    english="Alsumaria",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.alsumaria.tv", "alsumaria.tv"),
    feeds=(
        Feed(url="https://www.alsumaria.tv/Rss/iraq-latest-news/ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/news/(?:[\w-]+/)?\d{4,}",
    examples=Examples(
        articles=("https://www.alsumaria.tv/news/localnews/490157/رموز-بدل-أسماء-المحافظات",),
        sections=("https://www.alsumaria.tv/news/localnews", "https://www.alsumaria.tv/news/economy"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
