"""SANA: state agency, Damascus; WordPress, section and number in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="sana",
    name="الوكالة العربية السورية للأنباء",
    english="SANA",
    country="SY",
    timezone="Asia/Damascus",
    owner="Ministry of Information of Syria",
    affiliation=Affiliation.STATE_AGENCY,
    cadence=Cadence.CONTINUOUS,
    hosts=("sana.sy", "www.sana.sy"),
    feeds=(Feed(url="https://sana.sy/feed/", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026-09-25"),),
    article_url=r"^/[\w-]+/\d{5,}",
    skip_url=r"^/en/",
    examples=Examples(
        articles=("https://sana.sy/education/2555148/",),
        sections=("https://sana.sy/tourism/", "https://sana.sy/en/tour-syria/"),
    ),
    agency="سانا",
    expectations=Expectations(min_links=5),
    notes="A public review found its feed to be broken XML (2026-09-25).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
