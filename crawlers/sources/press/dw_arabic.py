"""DW Arabic: German public international broadcaster, Bonn and Berlin; one RDF feed of all sections on a host of
its own.
"""

from crawlers.facts import Affiliation, Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="dw_arabic",
    name="دويتشه فيله عربية",
    english="DW Arabic",
    country="DE",
    timezone="Europe/Berlin",
    owner="Deutsche Welle",
    affiliation=Affiliation.PUBLIC_BROADCASTER,
    hosts=("www.dw.com", "dw.com", "rss.dw.com"),
    feeds=(
        Feed(url="https://www.dw.com/ar/sitemap.xml", kind=FeedKind.SITEMAP, basis=Basis.LISTED, on="2026"),
        Feed(url="https://rss.dw.com/rdf/rss-ar-all", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://rss.dw.com/xml/rss-ar-all", kind=FeedKind.RSS, basis=Basis.LISTED, on="2025"),
    ),
    article_url=r"/ar/.+/a-\d+",
    examples=Examples(
        articles=("https://www.dw.com/ar/ألمانيا-تدعو-إلى-وقف-إطلاق-النار/a-70000000",),
        sections=("https://www.dw.com/ar/الأخبار/s-9120",),
    ),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "examples"), origin=Origin.GENERAL, on="2026-11-22"),
    ),
)
