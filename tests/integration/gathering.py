"""A publisher for the tests of gathering: a forward proxy in a thread, and the crawl run against it."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from crawlers.gathered import Gathered, KnownLink
from crawlers.known import write_known, write_refused, write_settled
from crawlers.spool import load_gathered
from crawlers.starter import CrawlStarter
from storage.lookups import hash_of

RUN = "2026-11-18"
CLOCK = "2026-11-18T22:00:00+00:00"
ROOT = Path(__file__).parents[2]
CRAWL_S = 240
"""Most seconds of a crawl: it takes three alone, and a hundred beside thirty other processes on two cores."""

# The crawl of a source that is declared here instead of in the registry.
_DRIVER = """
import json, sys
from crawlers import crawl
crawl_main = crawl.main
def main(line):
    import crawlers.sources
    from crawlers.source import Expectations, Feed, FeedKind, Source
    fields = json.loads(line[0])
    fields["feeds"] = tuple(Feed(**{**f, "kind": FeedKind(f["kind"])}) for f in fields["feeds"])
    fields["hosts"] = tuple(fields["hosts"])
    if fields.get("hours"):
        fields["hours"] = tuple(fields["hours"])
    fields["expectations"] = Expectations(**fields.get("expectations", {}))
    source = Source(**fields)
    crawlers.sources.all_sources = lambda: {source.id: source}
    exec(line[1], {"sys": sys})
    return crawl_main(line[2:])
"""
_ALONE = _DRIVER + "sys.exit(main(sys.argv[1:]))"
_FORKED = _DRIVER + "crawl.main = main\nfrom crawlers import starter\nstarter.serve()"


@cache
def _starter() -> CrawlStarter:
    """Ends with the process of the tests."""
    return CrawlStarter((sys.executable, "-c", _FORKED)).__enter__()


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0


@dataclass
class Publisher:
    """What is served: address without scheme (``minbar.example/feed``) to the answers, the last one repeated."""

    pages: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def put(self, address: str, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages.setdefault(address, []).append(Answer(status=status, body=data, headers=fields))

    def addresses(self) -> list[str]:
        return [address for address, _ in self.asked]


@contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            address = parts.netloc + parts.path + (f"?{parts.query}" if parts.query else "")
            publisher.asked.append((address, dict(self.headers)))
            answers = publisher.pages.get(address, [Answer(status=404, body=b"<html><body>none</body></html>")])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            time.sleep(answer.wait_s)
            if answer.status == 304 or (
                answer.headers.get("ETag") and self.headers["If-None-Match"] == answer.headers["ETag"]
            ):
                answer = Answer(status=304, headers=answer.headers)
            self.send_response_only(answer.status)
            headers = {"Date": "Wed, 18 Nov 2026 22:00:00 GMT", "Content-Type": "text/html", **answer.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if answer.status != 304 else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()


def page(title: str = "خبر", head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><p>نص {title}</p></article></body></html>"
    )


def rss(*paths: str, host: str = "minbar.example") -> str:
    items = "".join(
        f"<item><title>عنوان {path}</title><link>http://{host}{path}</link>"
        f"<pubDate>Wed, 18 Nov 2026 10:00:00 GMT</pubDate></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


def declared(**changes: object) -> dict[str, object]:
    """The fields of the tests' source."""
    return {
        "id": "minbar",
        "name": "المنبر",
        "country": "EG",
        "timezone": "Africa/Cairo",
        "group": "practice",
        "delay_s": 0,
        "hosts": ["minbar.example", "m.minbar.example"],
        "feeds": [{"url": "http://minbar.example/feed", "kind": "rss"}],
        "article_url": "/news/",
        **changes,
    }


def _line(
    spool: Path,
    proxy: str | None,
    source: dict[str, object] | None = None,
    known: list[KnownLink] | None = None,
    settled: Iterable[str] = (),
    refused: Iterable[str] = (),
    before: str = "",
    deadline_s: float | None = None,
    more: Iterable[str] = (),
) -> list[str]:
    fields = source or declared()
    options = ["--source", str(fields["id"]), "--run", RUN, "--spool", str(spool), "--clock", CLOCK]
    if proxy:
        options += ["--proxy", proxy]
    if deadline_s is not None:
        options += ["--deadline-s", str(deadline_s)]
    if known:
        spool.mkdir(parents=True, exist_ok=True)
        write_known(spool / "known.jsonl", known)
        options += ["--known", str(spool / "known.jsonl")]
    if settled:
        spool.mkdir(parents=True, exist_ok=True)
        write_settled(spool / "settled.npy", np.sort(np.array([hash_of(url) for url in settled], dtype=np.uint64)))
        options += ["--settled", str(spool / "settled.npy")]
    if refused:
        write_refused(spool / "refused.txt", refused)
        options += ["--refused", str(spool / "refused.txt")]
    return [json.dumps(fields), before, *options, *more]


def start(spool: Path, proxy: str | None, **changes: object) -> subprocess.Popen[str]:
    """Begin a crawl in a process of its own; ``changes`` as ``_line`` has them."""
    return subprocess.Popen(
        [sys.executable, "-c", _ALONE, *_line(spool, proxy, **changes)],  # type: ignore[arg-type]
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def gather(spool: Path, proxy: str | None, *, forked: bool = True, **changes: object) -> Gathered:
    """Crawl to the end, in a process forked from one that has Scrapy loaded or in one begun for it, and read the
    result."""
    if forked:
        crawl = _starter().start(_line(spool, proxy, **changes))  # type: ignore[arg-type]
        said, status = crawl.stderr.read(), crawl.wait()
    else:
        process = start(spool, proxy, **changes)
        out, said = process.communicate(timeout=CRAWL_S)
        status = process.returncode
    assert status == 0, said
    assert "Traceback" not in said, said
    gathered = load_gathered(spool, RUN, "minbar")
    assert gathered is not None
    if not forked:  # one that is forked tells its summary to nobody
        assert json.loads(out.splitlines()[-1])["links"] == len(gathered.links)
    return gathered


def outcomes(gathered: Gathered) -> dict[str, str]:
    """Path → outcome."""
    return {urlsplit(link.url).path: link.outcome for link in gathered.links}
