"""Al-Araby Al-Jadeed: pan-Arab daily, London and Doha.

The address is the title, under a section or not, without a number.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="alaraby",
    name="العربي الجديد",
    english="Al-Araby Al-Jadeed (The New Arab)",
    country="GB",
    timezone="Europe/London",
    owner="Fadaat Media, Qatari-funded",
    affiliation=Affiliation.STATE_LINKED,
    cadence=Cadence.CONTINUOUS,
    hosts=("www.alaraby.co.uk", "alaraby.co.uk"),
    feeds=(
        Feed(url="https://www.alaraby.co.uk/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.alaraby.co.uk/rss", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2025"),
    ),
    article_url=r"^/(?:[a-z]+/)?(?:[^/-]+-){2,}[^/]+$",
    examples=Examples(
        articles=("https://www.alaraby.co.uk/أشهر-7-مأكولات-رمضانية-في-المغرب",),
        sections=("https://www.alaraby.co.uk/politics",),
    ),
    expectations=Expectations(min_links=5),
    blocking="The feed answered 403 to newsreaders in data centres (public notes, 2025).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2025"),
    ),
)
