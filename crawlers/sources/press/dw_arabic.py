"""DW Arabic: German public international broadcaster; one RDF feed of all sections."""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="dw_arabic",
    name="دويتشه فيله عربية",
    country="DE",
    timezone="Europe/Berlin",
    hosts=("www.dw.com", "dw.com", "rss.dw.com"),
    feeds=(Feed(url="https://rss.dw.com/rdf/rss-ar-all", kind=FeedKind.RSS),),
    article_url=r"/ar/.+/a-\d+",
    notes="Feed address as public feed lists name it (2026); not tried live.",
)
