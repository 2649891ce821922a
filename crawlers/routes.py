"""Where requests may go: through the proxy if there is one, and only to addresses of the public Internet.

An address is judged three times: as written in the request, when a name is resolved, and, by
``crawlers.handlers``, when the connection is made and before anything is sent on it.
"""

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
from crawlers.source import Source
from crawlers.urls import host_of

_CARRIERS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address that a gateway connects to (RFC 6052, RFC 8215, RFC 4291)."""

_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "5f00::/16", "3fff::/20")))
"""Networks of IANA's special-purpose registries that Python 3.11 takes for public (2026-11-28): protocol assignments,
among them a cloud's metadata address (192.0.0.192), former 6to4 relays, segment routing, documentation."""


def is_public(address: str) -> bool:
    """True for an IP address of the public Internet: not private, loopback, link-local, reserved or multicast.

    An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4, Teredo, compatible) is public if both are.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    carried = _carried(ip)
    # Python calls every mapped address private, whatever it carries.
    mapped = isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None
    judged = carried if mapped else [ip, *carried]
    return all(
        one.is_global
        and not one.is_multicast
        and not (one.version == 6 and one.is_site_local)
        and not any(one in network for network in _SPECIAL)
        for one in judged
    )


def _carried(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in _CARRIERS):
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


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
    """Hosts that may have private addresses: the proxy's, since it is the operator's own setting, and those of a
    source that is declared local."""
    addresses: ClassVar[set[str]] = set()
    """Addresses to which these hosts were resolved: the only ones not public that may be connected to."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """As Twisted has it; fails with ``DNSLookupError`` for an address that is not public."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name in self.allowed:
            self.addresses.add(address)
        elif not is_public(address):
            self.refused[name] = address
            raise DNSLookupError(f"{name} is at {address}, which is not a public address")
        return address

    @classmethod
    def allow(cls, host: str) -> None:
        """Let a host have a private address."""
        cls.allowed.add(host)
        address = literal_address(host)
        if address is not None:
            cls.addresses.add(address)

    @classmethod
    def may_connect(cls, address: str) -> bool:
        """Whether anything may be sent to an address a connection was made to."""
        return address in cls.addresses or is_public(address)


class RouteMiddleware:
    """Sends every request to public addresses only, through the proxy if there is one.

    With a proxy it is the proxy that resolves names, so only an address written out can be refused here.
    """

    def __init__(self, proxy: str, source: Source) -> None:
        self._proxy, self._authorization = without_userinfo(proxy)
        if proxy:
            PublicResolver.allow(urlsplit(proxy).hostname or "")
        self._local = frozenset(source.hosts if source.local else ())
        for host in self._local:
            PublicResolver.allow(host)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler.settings.get("PROXY_URL", ""), crawler.spider.source)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Refuse an address that is not public, then set the proxy."""
        try:
            host = host_of(request.url)
        except ValueError as error:
            raise AddressRefusedError(str(error)) from None
        address = literal_address(host)
        # A name is judged by what ``PublicResolver`` resolves it to.
        if address is not None and not is_public(address) and host not in self._local:
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
