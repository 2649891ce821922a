"""Al Seyassah: Kuwaiti daily; its older host was www.seyassah.com."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alseyassah",
    name="السياسة",
    english="Al Seyassah",
    country="KW",
    timezone="Asia/Kuwait",
    owner="Dar Al Seyassah",
    affiliation=Affiliation.PRIVATE,
    hosts=("alseyassah.com", "www.alseyassah.com"),
    feeds=(
        Feed(url="https://alseyassah.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
        Feed(url="https://alseyassah.com/الدولية/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/article/\d+",
    examples=Examples(
        articles=("https://alseyassah.com/article/427117/",),
        sections=("https://alseyassah.com/الدولية/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
