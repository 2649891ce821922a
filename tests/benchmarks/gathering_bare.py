"""What Scrapy does when nothing is kept: ``python gathering_bare.py PORT CONNECTIONS`` asks for every page once."""

import re
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Sitemaps, then pages; a status is all that is looked at."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        """The index of sitemaps."""
        yield scrapy.Request(f"http://127.0.0.1:{sys.argv[1]}/sitemap.xml", self.listed)

    def listed(self, response: Response) -> Iterator[Any]:
        """What a sitemap lists."""
        for url in re.findall(rb"<loc>(.*?)</loc>", response.body):
            yield scrapy.Request(url.decode(), self.page if b"/news/" in url else self.listed)

    def page(self, response: Response) -> None:
        """A page, forgotten."""
        assert response.status == 200


connections = int(sys.argv[2])
process = AsyncCrawlerProcess(
    {
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CONCURRENT_REQUESTS": connections,
        "CONCURRENT_REQUESTS_PER_DOMAIN": connections,
        "DOWNLOAD_DELAY": 0,
    }
)
process.crawl(BareSpider)
process.start()
