"""Connections: a bound on what comes before a body, and a last look at where a connection leads.

Scrapy bounds bodies and time; Twisted's client takes any number of header lines. Both are done on the one protocol
of each connection, which is Scrapy's own with two checks.
"""

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred, fail
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web._newclient import Request as TwistedRequest
from twisted.web.client import HTTPConnectionPool
from twisted.web.iweb import IResponse

from crawlers.answers import AddressRefusedError, HeadersTooLargeError
from crawlers.routes import PublicResolver

MAX_HEADER_BYTES = 64 * 1024
"""Most bytes of status line and headers, interim responses included: browsers take 256 kB, servers send a few kB
(chosen 2026-11-22)."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """One connection: nothing is sent to an address that is not public, and headers end or it does."""

    def request(self, request: TwistedRequest) -> Deferred[IResponse]:
        """Send a request, or fail with ``AddressRefusedError``."""
        self._header_bytes = 0
        transport: Any = self.transport
        peer = transport.getPeer().host
        if not PublicResolver.may_connect(peer):
            transport.loseConnection()
            return fail(AddressRefusedError(f"connected to {peer}, which is not a public address"))
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  (Twisted's interface)
        """Take bytes; give the connection up when headers do not end."""
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._header_bytes += len(data)
            if self._header_bytes > MAX_HEADER_BYTES:
                error = HeadersTooLargeError(f"more than {MAX_HEADER_BYTES} bytes of headers")
                self._giveUp(Failure(error))  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: ARG002, N802  (Twisted's interface)
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's handler over such connections."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        pool: HTTPConnectionPool = self._pool
        pool._factory = _BoundedFactory
