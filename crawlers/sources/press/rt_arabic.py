"""RT Arabic: Russian state channel, Moscow."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="rt_arabic",
    name="آر تي عربي",
    english="RT Arabic",
    country="RU",
    timezone="Europe/Moscow",
    owner="ANO TV-Novosti, Russian Federation",
    affiliation=Affiliation.STATE,
    cadence=Cadence.CONTINUOUS,
    hosts=("arabic.rt.com",),
    feeds=(Feed(url="https://arabic.rt.com/rss/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/[\w-]+/\d{6,}",
    examples=Examples(
        articles=("https://arabic.rt.com/world/1772835-مصادر",),
        sections=("https://arabic.rt.com/russia/",),
    ),
    expectations=Expectations(min_links=5),
    disabled="banned in the European Union since 2023-02-25 (tenth package of sanctions): ask counsel first",
    claims=(
        Claim(about=("owner", "affiliation"), origin=Origin.REPORTS, on="2026-11-22"),
        Claim(about=("cadence",), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("disabled",), origin=Origin.REPORTS, on="2026-11-22"),
    ),
)
