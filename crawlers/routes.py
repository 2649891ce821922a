"""Where requests may go: through the proxy if there is one, and only to addresses of the public Internet."""

import ipaddress
import socket
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawlers.answers import AddressRefusedError
from crawlers.proxy import without_userinfo
from crawlers.urls import host_of


def is_public(address: str) -> bool:
    """True for an IP address of the public Internet: not private, loopback, link-local, reserved or multicast."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast


def literal_address(host: str) -> str | None:
    """The IP address ``host`` is written as, also in the short forms of ``inet_aton`` (``127.1``); None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead to an address that is not public.

    Checked here, since the address resolved here is the one that is connected to: a name that changes its
    address between a check and the connection gains nothing.
    """

    # Shared by the class, as Scrapy's own DNS cache is: the resolver is built before any crawl, and there is one
    # crawl a process.
    refused: ClassVar[dict[str, str]] = {}
    """Host → the address for which it was refused; read by ``RouteMiddleware`` to say so."""
    allowed: ClassVar[set[str]] = set()
    """The host of the proxy: the operator's own setting, it may be on loopback."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """As Twisted has it; fails with ``DNSLookupError`` for an address that is not public."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name not in self.allowed and not is_public(address):
            self.refused[name] = address
            raise DNSLookupError(f"{name} is at {address}, which is not a public address")
        return address


class RouteMiddleware:
    """Sends every request to public addresses only, through the proxy if there is one.

    With a proxy it is the proxy that resolves names, so only an address written out can be refused here.
    """

    def __init__(self, proxy: str) -> None:
        self._proxy, self._authorization = without_userinfo(proxy)
        if proxy:
            PublicResolver.allowed.add(urlsplit(proxy).hostname or "")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler.settings.get("PROXY_URL", ""))

    def process_request(self, request: Request) -> None:
        """Refuse an address that is not public, then set the proxy."""
        try:
            host = host_of(request.url)
        except ValueError as error:
            raise AddressRefusedError(str(error)) from None
        address = literal_address(host)
        # A name is judged by what ``PublicResolver`` resolves it to.
        if address is not None and not is_public(address):
            raise AddressRefusedError(f"{host} is not a public address")
        if self._proxy:
            request.meta["proxy"] = self._proxy
            if self._authorization:
                request.headers["Proxy-Authorization"] = self._authorization

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that was refused from one that has no address."""
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in PublicResolver.refused:
            raise AddressRefusedError(f"{host} is at {PublicResolver.refused[host]}, not a public address")
