"""A proxy before a real S3 server that makes requests fail as networks and stores do.

It knows HTTP and, of S3, only that a path is a bucket and a key. Which request fails, and how, depends on a seed, on
the request's method and key, and on how often that was asked before: not on the order in which threads ask.
"""

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

ALL = ("error", "slow_down", "reset", "half_request", "half_answer", "stall", "lost_answer")
"""Every kind of fault that needs no second writer."""
STALL_S = 0.3
"""Seconds a stalled connection is held before it ends without an answer, as gateways do."""

_OWN = frozenset({"expect", "content-length"})
_HOP = frozenset({"connection", "transfer-encoding", "keep-alive"})


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def key(self) -> str:
        """The object's key; empty for a request about the bucket."""
        return unquote(urlsplit(self.target).path).lstrip("/").partition("/")[2]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Faults:
    """What goes wrong; may be replaced while the proxy runs."""

    share: float = 0.0
    """Share of requests that fail."""
    seed: int = 0
    kinds: tuple[str, ...] = ALL
    outage: bool = False
    """Whether every request ends without an answer."""
    stale_reads: int = 0
    """Reads of an object that show what it was before, after the first write to it that lost a race."""
    before: Callable[[Request], Any] | None = None
    """Called with a request before it is passed on."""
    after: Callable[[Request, Answer], Any] | None = None
    """Called when the store has answered and the client does not know yet."""
    made: Counter[str] = field(default_factory=Counter)
    """Faults made so far, by kind."""
    stale: Counter[str] = field(default_factory=Counter)
    """Stale reads given so far, by key."""


class Proxy(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, upstream: str, faults: Faults) -> None:
        self.upstream = upstream
        self.faults = faults
        self.lock = threading.Lock()
        self._asked: Counter[str] = Counter()
        self._read: dict[str, Answer] = {}
        self._stale: dict[str, list[Answer]] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault_of(self, request: Request) -> str | None:
        """What shall go wrong with a request."""
        with self.lock:
            if self.faults.outage:
                kind = "reset"
            else:
                name = f"{request.method} {request.key}"
                self._asked[name] += 1
                chance = random.Random(f"{self.faults.seed} {name} {self._asked[name]}")
                if chance.random() >= self.faults.share:
                    return None
                kind = chance.choice(self.faults.kinds)
            self.faults.made[kind] += 1
            return kind

    def stale_answer(self, request: Request) -> Answer | None:
        """What the object was before a lost race, as often as declared."""
        with self.lock:
            waiting = self._stale.get(request.key) if request.method == "GET" else None
            if waiting:
                self.faults.stale[request.key] += 1
                return waiting.pop()
        return None

    def remember(self, request: Request, answer: Answer) -> None:
        """Keep what a read gave, for the reads after a race is lost."""
        with self.lock:
            if request.method == "GET" and answer.status in (200, 404):
                self._read[request.key] = answer
            if answer.status == 412 and request.key in self._read:
                self._stale.setdefault(request.key, [self._read[request.key]] * self.faults.stale_reads)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault of the proxy."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server: Proxy

    def log_message(self, *_: object) -> None:
        pass

    def handle_expect_100(self) -> bool:
        # The body is wanted at once; the store is asked when it is whole.
        self.send_response_only(100)
        self.end_headers()
        return True

    def _pass(self) -> None:
        body = self._body()
        # A body that came in chunks goes on in one piece: its length is not among the signed headers.
        headers = tuple((name, value) for name, value in self.headers.items() if name.lower() not in _OWN)
        headers += (("Content-Length", str(len(body))),)
        request = Request(self.command, self.path, headers, body)
        if self.server.faults.before:
            self.server.faults.before(request)
        fault = self.server.fault_of(request)
        if fault == "stall":
            time.sleep(STALL_S)
        if fault in ("stall", "reset"):
            return self._reset()
        if fault in ("error", "slow_down"):
            return self._send(_refusal(fault))
        if fault == "half_request":
            _forward(self.server.upstream, request, half=True)
            return self._reset()
        answer = self.server.stale_answer(request) or _forward(self.server.upstream, request)
        if answer is None:
            return self._reset()
        self.server.remember(request, answer)
        if self.server.faults.after:
            self.server.faults.after(request, answer)
        if fault == "lost_answer":
            return self._reset()
        return self._send(answer, half=fault == "half_answer")

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            continue
        return b"".join(parts)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815 - names of the base class

    def _send(self, answer: Answer, *, half: bool = False) -> None:
        if half and not answer.body:
            return self._reset()
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in answer.headers) and answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
        return self._reset() if half else None

    def _reset(self) -> None:
        """End the connection with RST, so that the client notices at once."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RD)
            self.connection.close()


def _refusal(kind: str) -> Answer:
    status, code = (503, "SlowDown") if kind == "slow_down" else (500, "InternalError")
    body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>injected</Message></Error>'.encode()
    return Answer(status, (("Content-Type", "application/xml"),), body)


def _forward(upstream: str, request: Request, *, half: bool = False) -> Answer | None:
    """The store's answer; None when it gave none, or when only half of the request was sent."""
    place = urlsplit(upstream)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            if name.lower() not in _HOP:
                connection.putheader(name, value)
        connection.endheaders(request.body[: len(request.body) // 2] if half else request.body)
        if half:
            return None
        found = connection.getresponse()
        return Answer(found.status, tuple(found.getheaders()), found.read())
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


@contextmanager
def proxied(upstream: str, faults: Faults) -> Iterator[Proxy]:
    """A proxy before ``upstream`` for as long as the block runs."""
    with Proxy(upstream, faults) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
