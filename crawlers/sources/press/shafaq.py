"""Shafaq News: agency of the Feyli Kurds, Baghdad; section and title in the address.

It reprints BBC News Arabic under ``/bbc-arabic/``: not fetched, the original is a source.
"""

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, Origin
from crawlers.source import Expectations, Feed, FeedKind, Source

SOURCE = Source(
    id="shafaq",
    name="شفق نيوز",
    english="Shafaq News",
    country="IQ",
    timezone="Asia/Baghdad",
    owner="Shafaq Foundation for Culture and Media",
    affiliation=Affiliation.NONPROFIT,
    cadence=Cadence.CONTINUOUS,
    hosts=("shafaq.com", "www.shafaq.com"),
    feeds=(
        Feed(url="https://shafaq.com/rss/ar", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
        Feed(url="https://shafaq.com/ar/rss", kind=FeedKind.RSS, basis=Basis.LISTED, on="2026"),
    ),
    article_url=r"^/ar/[^/]+/[^/]+$",
    skip_url=r"/tags/|/bbc-arabic/|/rss",
    examples=Examples(
        articles=("https://shafaq.com/ar/مجتـمع/عمولات-مرتفعة-المطاعم-العراقية-توقف-العمل",),
        sections=("https://shafaq.com/ar/كل-الاخبار", "https://shafaq.com/ar/Economy"),
    ),
    expectations=Expectations(min_links=5),
    claims=(
        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.GENERAL, on="2026-11-22"),
        Claim(about=("article_url", "skip_url", "examples"), origin=Origin.SCRAPERS, on="2026-11-22"),
    ),
)
