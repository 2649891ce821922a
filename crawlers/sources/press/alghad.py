"""Al Ghad: private Jordanian daily, Amman."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alghad",
    name="الغد",
    english="Al Ghad",
    country="JO",
    timezone="Asia/Amman",
    owner="Jordan United Press Company",
    affiliation=Affiliation.PRIVATE,
    hosts=("alghad.com", "www.alghad.com"),
    feeds=(
        Feed(url="https://alghad.com/feed/", kind=FeedKind.RSS, basis=Basis.DOUBTED, on="2026"),
        Feed(url="https://alghad.com/rss", kind=FeedKind.RSS, basis=Basis.WORKING, on="2026-09-30"),
    ),
    article_url=r"^/Section-\d+/[^/]+/[^/]+",
    examples=Examples(
        articles=("https://alghad.com/Section-170/دولي/فانس-يعلن",),
        sections=("https://alghad.com/Section-170/دولي",),
    ),
    blocking="One of its feeds answered 403 to newsreaders on a content network (public notes, 2026).",
    disabled="its terms of use limit storing and reproducing (public audit, 2026-09-30): ask for leave",
    notes="The zone of the feed's times is wrong (public audit, 2026-09-30).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
        Claim(about=("disabled",), origin=Origin.REPORTS, on="2026-11-22"),
    ),
)
