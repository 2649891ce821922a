"""Al-Araby Al-Jadeed: pan-Arab daily, London and Doha.

Article addresses end in the title and have no number: nothing in them tells an article from a section, so only
feeds are declared.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Origin
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
    expectations=Expectations(min_links=5),
    blocking="The feed answered 403 to newsreaders in data centres (public notes, 2025).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2025"),
    ),
)
