"""Le360: Moroccan news site, Casablanca; section and a code of 26 characters in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="le360_arabic",
    name="لو360",
    english="Le360",
    country="MA",
    timezone="Africa/Casablanca",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("ar.le360.ma",),
    feeds=(
        Feed(
            url="https://ar.le360.ma/arc/outboundfeeds/rss/?outputType=xml",
            kind=FeedKind.RSS,
            basis=Basis.LISTED,
            on="2026",
        ),
    ),
    article_url=r"^/[\w-]+/[A-Z0-9]{26}/",
    examples=Examples(
        articles=("https://ar.le360.ma/culture/ZIP7HWP2RFH2TOWFKOTP3C5ELI/",),
        sections=("https://ar.le360.ma/politique",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
