"""Independent Arabia: Saudi-run site under the name of The Independent, London; Drupal nodes with Arabic sections."""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="independent_arabia",
    name="اندبندنت عربية",
    english="Independent Arabia",
    country="GB",
    timezone="Europe/London",
    owner="Saudi Research and Media Group, by licence of The Independent",
    affiliation=Affiliation.STATE_LINKED,
    hosts=("www.independentarabia.com", "independentarabia.com"),
    feeds=(
        Feed(
            url="https://www.independentarabia.com/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"
        ),
        Feed(url="https://www.independentarabia.com/rss.xml", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/node/\d+",
    examples=Examples(
        articles=("https://www.independentarabia.com/node/620001",),
        sections=("https://www.independentarabia.com/tags/العراق", "https://www.independentarabia.com/ثقافة/سينما"),
    ),
    blocking="Answered 403 in some data centres and 200 elsewhere (public notes, 2026).",
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("blocking",), origin=Origin.FEED_LISTS, on="2026"),
    ),
)
