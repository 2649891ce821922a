"""El Bilad: Algerian daily and channel, Algiers; section and title in the address."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="elbilad",
    name="البلاد",
    english="El Bilad",
    country="DZ",
    timezone="Africa/Algiers",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.elbilad.net", "elbilad.net"),
    feeds=(Feed(url="https://www.elbilad.net/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/[\w-]+/[^/]*-[^/]*-[^/]*",
    examples=Examples(
        articles=("https://www.elbilad.net/international/ذكرى-معركة-الجزائر-العاصمة-100000",),
        sections=("https://www.elbilad.net/national",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
