"""Al Watan: Omani daily, Muscat; its feed is still named at the older host, alwatan.com."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="alwatan_om",
    name="الوطن العمانية",
    english="Al Watan",
    country="OM",
    timezone="Asia/Muscat",
    owner="Oman Establishment for Press, Printing, Publishing and Distribution",
    affiliation=Affiliation.PRIVATE,
    hosts=("alwatan.om", "www.alwatan.om", "alwatan.com"),
    feeds=(
        Feed(url="https://alwatan.com/feed/", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://alwatan.om/", kind=FeedKind.SECTION, basis=Basis.GUESSED, on="2026-11-22"),
    ),
    article_url=r"^/details/\d+",
    examples=Examples(
        articles=("https://alwatan.om/details/228566",),
        sections=("https://alwatan.om/",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
