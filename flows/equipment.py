"""What a night needs while it runs: the newsroom of a practice night, a starter of crawls, and readers.

All of it ends with the block, however that ends.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from crawlers.newsroom.server import serving
from crawlers.starter import CrawlStarter
from flows.cluster import readers
from flows.gather import Elsewhere
from flows.night import NightWork
from flows.runs import Night
from storage.lease import Lease
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.settings import Settings


@contextmanager
def equipped(
    planned: Night,
    settings: Settings,
    store: ObjectStore,
    latest: Manifest | None,
    held: Lease,
    *,
    elsewhere: Elsewhere | None = None,
) -> Iterator[NightWork]:
    """The work of a planned night, decided from ``latest``; gathered ``elsewhere`` it starts no crawl here."""
    with ExitStack() as stack:
        proxy_url = settings.proxy_url
        if planned.practice_night and not proxy_url:
            proxy_url = stack.enter_context(serving(planned.practice_night)).url
        starter = CrawlStarter()
        if elsewhere is None:
            stack.enter_context(starter)
        yield NightWork(
            night=planned,
            settings=settings,
            store=store,
            lease=held,
            parent=latest,
            pool=stack.enter_context(readers(settings)),
            starter=starter,
            proxy_url=proxy_url,
            elsewhere=elsewhere,
        )
