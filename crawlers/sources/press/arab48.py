"""Arab48: news site of the Palestinians in Israel, Haifa; section and day in the address."""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="arab48",
    name="عرب 48",
    english="Arab48",
    country="IL",
    timezone="Asia/Jerusalem",
    owner="Fadaat Media, Qatari-funded",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.arab48.com", "arab48.com"),
    feeds=(
        Feed(url="https://www.arab48.com/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.arab48.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"/20\d\d/\d\d/\d\d/[^/]+",
    examples=Examples(
        articles=("https://www.arab48.com/الأخبار/2026/01/08/مقتل-شاب-من-دالية",),
        sections=("https://www.arab48.com/",),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
