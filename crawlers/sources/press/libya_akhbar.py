"""Libya Akhbar: gathers the Libyan press. Much of it is copied from others."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="libya_akhbar",
    name="أخبار ليبيا",
    english="Libya Akhbar",
    country="LY",
    timezone="Africa/Tripoli",
    owner="not known",
    affiliation=Affiliation.PRIVATE,
    hosts=("www.libyaakhbar.com", "libyaakhbar.com"),
    feeds=(
        Feed(url="https://www.libyaakhbar.com/feed", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://www.libyaakhbar.com/", kind=FeedKind.SECTION, basis=Basis.LISTED, on="2023"),
    ),
    article_url=r"^/[\w-]+/\d{5,}\.html",
    examples=Examples(
        articles=("https://www.libyaakhbar.com/libya-news/2794437.html",),
        sections=("https://www.libyaakhbar.com/libya-news",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.LINKS, on="2026-11-22"),
    ),
)
