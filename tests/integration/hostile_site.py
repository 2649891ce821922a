"""A publisher that means harm: a raw server on loopback, each address of which breaks another rule.

Raw, since no library for servers lets one send what these addresses send. ``ADDRESSES`` is what ``test_hostile`` walks.
"""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import brotli
from backports import zstd

BOMB = bytes(64 * 1024 * 1024)
PAGE = "<!doctype html><html><head><title>خبر</title></head><body><p>نص</p></body></html>".encode()
Send = Callable[[bytes], None]


@dataclass
class Hostile:
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and the whole request."""
    listed: tuple[str, ...] = ()
    """Names of the pages ``/list.html`` links to."""
    bombs: dict[str, bytes] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def bomb(self, coding: str) -> bytes:
        """64 MB of zeros in some kB, by coding."""
        if coding not in self.bombs:
            once = zlib.compress(BOMB, 9) if coding == "deflate" else gzip.compress(BOMB, 9)
            packed: dict[str, Callable[[], bytes]] = {
                "br": lambda: brotli.compress(BOMB, quality=5),
                "zstd": lambda: zstd.compress(BOMB),
                "gzip, gzip": lambda: gzip.compress(once),
            }
            self.bombs[coding] = packed.get(coding, lambda: once)()
        return self.bombs[coding]


def _headed(send: Send, body: bytes, *lines: str, status: str = "200 OK") -> None:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *lines]
    send("\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body)


def _forever(send: Send, part: bytes, pause_s: float = 0.0) -> None:
    while True:
        send(part)
        time.sleep(pause_s)


def _answer(site: Hostile, path: str, send: Send) -> None:
    name = path.partition("?")[0].removeprefix("/news/").removeprefix("/")
    if name.startswith("packed-"):
        coding = name.removeprefix("packed-").replace("+", ", ")
        _headed(send, site.bomb(coding), f"Content-Encoding: {coding}")
    elif name.startswith("hop"):
        _headed(send, b"", f"Location: /news/hop{int(name[3:]) + 1}", status="302 Found")
    elif name in REDIRECTS:
        _headed(send, b"", f"Location: {REDIRECTS[name].format(port=site.port)}", status="302 Found")
    elif name == "calendar":
        _headed(send, _calendar(int(path.partition("=")[2] or 0)))
    elif name in FEEDS:
        _headed(send, FEEDS[name](site))
    elif name in RAW:
        RAW[name](send)
    elif name == "reserved":
        _headed(send, PAGE, "TDM-Reservation: yes\x1b[2J" + "x" * 3000)
    elif name == "ok":
        _headed(send, PAGE, "Set-Cookie: id=2; Path=/")
    else:
        _headed(send, b"none", status="404 Not Found")


def _calendar(day: int) -> bytes:
    links = "".join(f'<a href="/news/ok?day={day}&sid={day}x{number}">x</a>' for number in range(3))
    return f'<html><body>{links}<a rel="next" href="/calendar?day={day + 1}">n</a></body></html>'.encode()


_START = b"HTTP/1.1 200 OK\r\n"
DRIP_S = 0.2


def _after(first: bytes, part: bytes, pause_s: float = 0.0) -> Callable[[Send], None]:
    """Sends ``first``, then ``part`` for ever."""

    def send_all(send: Send) -> None:
        send(first)
        _forever(send, part, pause_s)

    return send_all


RAW: dict[str, Callable[[Send], None]] = {
    "endless": _after(_START + b"\r\n<html>", b"x" * 65536),
    "headers": _after(_START, b"X-A: " + b"a" * 1000 + b"\r\n"),
    "long-header": _after(_START + b"X-A: ", b"a" * 65536),
    "interim": _after(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    "drip": _after(_START + b"Content-Length: 100000\r\n\r\n", b"<", DRIP_S),
    "drip-headers": _after(b"", b"H", DRIP_S),
    "silent": lambda _: time.sleep(60),
    "cut": lambda send: send(_START + b"Content-Length: 100000\r\n\r\n<html>half"),
    "garbage": lambda send: send(b"\x00\x01\x02 not http at all\r\n\r\n"),
    "controls": lambda send: send(
        _START + b'ETag: "\x1b[31m"\r\nX-Robots-Tag: noai\x1b]0;x\x07\r\nSet-Cookie: id=1; Path=/\r\n'
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE) + PAGE
    ),
}
"""Pages sent as no library would."""

REDIRECTS = {
    "loop": "/news/loop",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/secret",
    "nat64": "http://[64:ff9b::7f00:1]:{port}/secret",
    "decimal": "http://2130706433:{port}/secret",
    "loopback-name": "http://localhost:{port}/secret",
    "file": "file:///etc/passwd",
    "script": "javascript:alert(1)",
    "user": "http://root:root@127.0.0.1:{port}/secret",
    "long": "http://127.0.0.1:{port}/news/" + "a" * 20_000,
}
"""Where addresses lead that must not be followed."""


def _rss(site: Hostile, items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


FEEDS: dict[str, Callable[[Hostile], bytes]] = {
    "list.html": lambda site: (
        "<html><body>" + "".join(f'<a href="/news/{name}">x</a>' for name in site.listed) + "</body></html>"
    ).encode(),
    "laughs.xml": lambda site: (
        "<!DOCTYPE urlset [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + f"]><urlset><url><loc>{site.base}/news/ok?&a11;</loc></url></urlset>"
    ).encode(),
    "secret.xml": lambda site: (
        "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
        f"<!ENTITY y SYSTEM '{site.base}/entity'>]><urlset><url><loc>{site.base}/news/ok?&x;&y;</loc></url></urlset>"
    ).encode(),
    "elements.xml": lambda _: b"<urlset>" + b"<x/>" * 3_900_000,
    "items.xml": lambda site: _rss(site, "<x/>" * 3_900_000),
    "packed.xml.gz": lambda _: gzip.compress(b"<urlset>" + BOMB, 1),
    "anchors.html": lambda _: b"<html><body>" + b"<a href=/news/ok>x</a>" * 700_000,
    "deep.html": lambda _: b"<html><body>" + b"<div>" * 3_000_000,
    "turtles.xml": lambda site: (
        "<sitemapindex>"
        + "".join(f"<sitemap><loc>{site.base}/turtles.xml?{time.time_ns()}{n}</loc></sitemap>" for n in range(500))
        + "</sitemapindex>"
    ).encode(),
    "many.xml": lambda site: (
        "<urlset>" + "".join(f"<url><loc>{site.base}/news/x{n}</loc></url>" for n in range(60_000)) + "</urlset>"
    ).encode(),
    "controls.xml": lambda site: _rss(
        site,
        f"<item><link>{site.base}/news/controls</link><title>&#x202e;قمة&#x85;اليوم&#x9b;31m&lt;script&gt;</title>"
        f"<pubDate>{'أمس' * 500}</pubDate></item><item><link>{site.base}/news/\u009b[2J</link></item>"
        f"<item><link>{site.base}/news/{'a' * 9000}</link></item><item><link>file:///etc/passwd</link></item>"
        f"<item><link>{site.base}/news/../../../../etc/passwd</link></item>"
        f"<item><link>{site.base}/news/reserved</link></item>",
    ),
}
"""Feeds that mean harm."""


@contextmanager
def hostile() -> Iterator[Hostile]:
    """The publisher in threads until the block ends."""
    site = Hostile()
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    site.port = listening.getsockname()[1]

    def converse(connection: socket.socket) -> None:
        with connection, suppress(OSError, IndexError):
            connection.settimeout(60)
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536) or b"\r\n\r\n"
            path = request.split(b" ", 2)[1].decode("latin-1")
            site.asked.append((path, request.decode("latin-1")))
            _answer(site, path, connection.sendall)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=converse, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        listening.close()
