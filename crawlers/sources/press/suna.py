"""SUNA: state agency, Port Sudan since the war."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="suna",
    name="وكالة السودان للأنباء",
    english="SUNA",
    country="SD",
    timezone="Africa/Khartoum",
    owner="Government of Sudan",
    affiliation=Affiliation.STATE_AGENCY,
    hosts=("suna-sd.net", "www.suna-sd.net"),
    feeds=(Feed(url="https://suna-sd.net/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),),
    article_url=r"^/read\?id=\d+|^/posts/",
    skip_url=r"^/(?:suna/\d+/)?en\b",
    examples=Examples(
        articles=("https://www.suna-sd.net/read?id=719877",),
        sections=("https://suna-sd.net/en",),
    ),
    agency="سونا",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
