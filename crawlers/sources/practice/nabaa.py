"""نبأ أوروبا, a publisher of the practice newsroom.

Machine-translated aggregator: repeated words, spaces before commas, untranslated names; pages end with Details, Ort,
Quellen, Kommentare (0).
"""

from crawlers.source import Feed, FeedKind, Source

SOURCE = Source(
    id="nabaa",
    name="نبأ أوروبا",
    country="DE",
    timezone="Europe/Berlin",
    feeds=(Feed(url="http://nabaa.example/atom.xml", kind=FeedKind.ATOM),),
    hosts=("nabaa.example",),
    group="practice",
    delay_s=0.0,
    notes="Invented; served by crawlers.newsroom. 2026-11-22",
)
