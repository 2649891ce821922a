"""The newsroom on a loopback port: an HTTP proxy for its publishers' hosts, and an index for people.

``GET http://minbar.example/feed`` (absolute form, as to a proxy) and a plain request with that ``Host`` are answered
by the publisher; ``/`` at the server's own address is an index, ``/~minbar.example/feed`` shows a publisher's page
in a browser with its links rewritten. ``Date`` and ``Server`` are fixed, so a night's responses repeat byte for byte.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import ClassVar
from urllib.parse import quote, unquote_to_bytes, urlsplit

from crawlers.newsroom import nights, responses
from crawlers.newsroom.publishers import PUBLISHERS

SOFTWARE = "newsroom/1"
LOOPBACK = frozenset({"127.0.0.1", "localhost", ""})
_PATH_SAFE = "/?=&;:@+$,!~*'()"
"""Characters that stand in a looked-up path as they are; the rest is percent-encoded in one form before look-up."""


class Newsroom(ThreadingHTTPServer):
    """One night of the newsroom on ``127.0.0.1``; ``requests`` lists what was asked: (host, path, status)."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, night: int, port: int = 0) -> None:
        self.night = night
        self.date = nights.http_date(nights.clock(night))
        self.requests: list[tuple[str, str, int]] = []
        self.lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """Its address, to be used as a proxy or opened in a browser."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A client that goes away must not hold a thread for ever.
    timeout = 60
    server: Newsroom
    _REASON: ClassVar[dict[int, str]] = {502: "Unknown Host"}

    def do_GET(self) -> None:
        """Answer with a body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of GET."""
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing: ``Newsroom.requests`` is the log."""

    def version_string(self) -> str:
        """The fixed ``Server`` header."""
        return SOFTWARE

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - never the wall clock
        """The fixed ``Date`` header of the night."""
        return self.server.date

    def _answer(self, *, body: bool) -> None:
        host, path = self._target()
        if host in LOOPBACK and not path.startswith("/~"):
            status = 200 if path == "/" else 404
            page = responses.index(self.server.night) if status == 200 else b"not here: open / for the index\n"
            response = responses.Response(status=status, body=page, headers=(("Content-Type", responses.HTML),))
        elif host in LOOPBACK:
            host, path = self._browsed(path)
            response = _for_browser(host, responses.answer(self.server.night, host, path, responses.Conditions()))
        else:
            response = responses.answer(self.server.night, host, path, self._conditions())
        with self.server.lock:
            self.server.requests.append((host, path, response.status))
        self._send(response, body)

    def _target(self) -> tuple[str, str]:
        """Host and path asked for, from the absolute form or the Host header."""
        parts = urlsplit(self.path) if "://" in self.path.split("?")[0] else None
        if parts:
            host, path = parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        else:
            host, path = self.headers.get("Host", ""), self.path
        return host.split(":")[0].lower(), quote(unquote_to_bytes(path), safe=_PATH_SAFE)

    def _browsed(self, path: str) -> tuple[str, str]:
        host, _, rest = path.removeprefix("/~").partition("/")
        return host, f"/{rest}"

    def _conditions(self) -> responses.Conditions:
        return responses.Conditions(
            if_none_match=self.headers.get("If-None-Match", ""),
            if_modified_since=self.headers.get("If-Modified-Since", ""),
            gzip="gzip" in self.headers.get("Accept-Encoding", ""),
        )

    def _send(self, response: responses.Response, body: bool) -> None:
        self.send_response(response.status, self._REASON.get(response.status))
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if body and response.status != 304:
            self.wfile.write(response.body)


def _for_browser(host: str, response: responses.Response) -> responses.Response:
    """The response with publishers' addresses turned into paths of this server, and labelled as what it is: people
    shall see Arabic where a publisher's own label is wrong."""
    content, headers = response.body, []
    for publisher in PUBLISHERS.values():
        content = content.replace(publisher.base.encode(), f"/~{publisher.host}".encode())
    asked = responses.publisher_of(host)
    for name, value in response.headers:
        if name == "Location":
            parts = urlsplit(value)
            headers.append((name, f"/~{parts.netloc}{parts.path}"))
        elif name == "Content-Type" and asked and value.startswith("text/html"):
            headers.append((name, f"text/html; charset={asked.encoding}"))
        else:
            headers.append((name, value))
    return responses.Response(status=response.status, body=content, headers=tuple(headers))


@contextmanager
def serving(night: int, port: int = 0) -> Iterator[Newsroom]:
    """Serve a night from a thread until the block ends. ``port`` 0 takes a free one; yields the server (``.url``).

    Raises ``UsageError`` for a night that does not exist and ``WarraqError`` if a text of the plan is missing.
    """
    with Newsroom(night, port) as newsroom:
        # Plan and index first: a missing text must fail here, not in a reader's request.
        responses.index(night)
        thread = Thread(target=newsroom.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield newsroom
        finally:
            newsroom.shutdown()
            thread.join()
