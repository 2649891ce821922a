"""Akhbar El Yom: Egyptian state house of several papers, Cairo; number and journal in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="akhbarelyom",
    name="أخبار اليوم",
    english="Akhbar El Yom",
    country="EG",
    timezone="Africa/Cairo",
    owner="Akhbar El Yom Establishment, National Press Authority",
    affiliation=Affiliation.STATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("akhbarelyom.com", "www.akhbarelyom.com", "m.akhbarelyom.com"),
    feeds=(
        Feed(
            url="http://www.akhbarelyom.com/RSS/GetSectionNewsRSS?JournalID=1&SectionID=1",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2020",
        ),
    ),
    article_url=r"(?i)^/news/newdetails/\d+",
    examples=Examples(
        articles=(
            "https://akhbarelyom.com/news/newdetails/4858519/1/شركة",
            "https://m.akhbarelyom.com/news/NewDetails/4853295/1/",
        ),
        sections=("https://akhbarelyom.com/News/Search/1?JournalID=1&query=",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.OWNERSHIP, on="2024"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.CORPUS, on="2026-11-22"),
    ),
)
