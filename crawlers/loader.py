"""From a source of the registry to its spider: what ``scrapy list`` and ``scrapy crawl <source>`` load."""

from collections.abc import Iterable
from typing import Self

from scrapy import Request
from scrapy.settings import BaseSettings

from crawlers.source import Source
from crawlers.sources import all_sources, get_source
from crawlers.spider import SourceSpider
from crawlers.urls import host_of, is_own_host
from storage.errors import UnknownSourceError


def bound_spider(source: Source) -> type[SourceSpider]:
    """The spider class of one source; its name is the source's id."""
    return type(f"{source.id.title().replace('_', '')}Spider", (SourceSpider,), {"name": source.id, "source": source})


class SourceLoader:
    """Scrapy's spider loader: one spider a source of the registry (``scrapy list``)."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003  (Scrapy's interface)
        """Built by Scrapy."""
        return cls()

    def load(self, spider_name: str) -> type[SourceSpider]:
        """The spider of a source id; ``KeyError``, as Scrapy expects, for an unknown one."""
        try:
            return bound_spider(get_source(spider_name))
        except UnknownSourceError as error:
            raise KeyError(str(error)) from None

    def list(self) -> list[str]:
        """The ids of all sources, sorted."""
        return sorted(all_sources())

    def find_by_request(self, request: Request) -> Iterable[str]:
        """Ids of the sources whose host the request asks."""
        return [source.id for source in all_sources().values() if is_own_host(host_of(request.url), source)]
