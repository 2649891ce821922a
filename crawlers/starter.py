"""Starts crawls from a process that has imported all a crawl needs: one then costs .2 s of the processor, not 2.

Each crawl is a process of its own (``crawlers.crawl``), and nine tenths of what a small one costs is the import of
Scrapy (2026-11-28). So a ``CrawlStarter`` has one process that imports it once, has one thread and no reactor, and
forks at each request. The night itself cannot fork: it has threads, and a fork copies their locks as they stand.

What happens on failure: a crawl that is killed has the negative number of its signal as exit status, as with
``subprocess``; so has each crawl whose starter is killed, and the next ``start`` begins another one. When the process
that holds a ``CrawlStarter`` ends, however it ends, the starter and its crawls end with it (on Linux; elsewhere the
starter alone).
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from types import TracebackType
from typing import NoReturn, Self

from storage.errors import WarraqError
from storage.processes import die_with_parent, name_process

SERVER = (sys.executable, "-m", "crawlers.starter")
"""The command line of the process that forks."""
NAME = "crawl"
"""What the name of a crawl begins with in a list of processes; its source follows."""

_IMPORTED = (
    "crawlers.crawl", "crawlers.handlers", "crawlers.known", "crawlers.loader", "crawlers.result", "crawlers.settings",
    "crawlers.spider", "scrapy.crawler", "scrapy.pqueues", "scrapy.squeues", "storage.settings",
    "twisted.internet.asyncioreactor",
)  # fmt: skip
"""What imports all a crawl needs, but for what Scrapy loads by its settings. None of it may install a reactor."""
_COMPONENTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")
_CLASSES = ("DUPEFILTER_CLASS", "LOG_FORMATTER", "SCHEDULER", "STATS_CLASS")
"""Settings of Scrapy that name classes."""


class CrawlProcess:
    """A crawl that was started."""

    def __init__(self, errors: int, status: int) -> None:
        self.stderr = os.fdopen(errors, encoding="utf-8", errors="replace")
        """What it says."""
        self._status = os.fdopen(status, encoding="ascii")
        self._pid = self._status.readline()

    def wait(self) -> int:
        """Wait for its end; its exit status, negative for a signal."""
        with self.stderr, self._status:
            return int(self._status.readline() or -signal.SIGKILL)

    def kill(self) -> None:
        """Kill it and all it started."""
        try:
            os.killpg(int(self._pid), signal.SIGKILL)
        except (ValueError, ProcessLookupError):
            return


class CrawlStarter:
    """Starts crawls; a context manager. Threads may share it."""

    def __init__(self, server: Sequence[str] = SERVER) -> None:
        """``server`` is the command line of the process that forks: it calls ``serve``."""
        self._server = server
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None

    def __enter__(self) -> Self:
        with self._lock:
            if self._process is None:
                self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._end()

    def start(self, arguments: Sequence[str]) -> CrawlProcess:
        """Start ``python -m crawlers.crawl`` with these arguments in this process's environment."""
        (order, say), (errors, err), (status, state) = os.pipe(), os.pipe(), os.pipe()
        try:
            self._send([order, err, state])
        finally:
            for descriptor in (order, err, state):
                os.close(descriptor)
        try:
            with os.fdopen(say, "w", encoding="utf-8") as file:
                json.dump({"arguments": list(arguments), "environment": dict(os.environ)}, file)
        except BrokenPipeError:
            pass  # the starter was killed meanwhile: there will be no status, and ``wait`` says so
        return CrawlProcess(errors, status)

    def _send(self, descriptors: list[int]) -> None:
        with self._lock:
            if self._process is None:
                raise WarraqError("CrawlStarter: use it as a context manager: `with CrawlStarter() as starter`")
            for _ in range(2):
                if self._process.poll() is not None:
                    self._end()
                    self._begin()
                assert self._requests is not None  # as ``_begin`` leaves it
                try:
                    socket.send_fds(self._requests, [b"."], descriptors)
                except BrokenPipeError:
                    self._process.wait()
                else:
                    return
        raise WarraqError("the process that starts crawls ends again and again: free some memory")

    def _begin(self) -> None:
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                self._server, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, start_new_session=True
            )

    def _end(self) -> None:
        if self._requests is not None and self._process is not None:
            self._requests.close()
            self._process.wait()
        self._process = self._requests = None


def serve() -> None:
    """Fork a crawl at each request that comes by standard input, a socket, until it is closed."""
    _import_all()
    gc.collect()
    gc.freeze()  # pages that are never collected stay shared with the crawls
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    with socket.socket(fileno=0) as requests:
        while True:
            message, descriptors, *_ = socket.recv_fds(requests, 1, 3)
            if not message:
                return
            if os.fork() == 0:
                _keep(*descriptors)
            for descriptor in descriptors:
                os.close(descriptor)


def _import_all() -> None:
    """Import what crawls need: modules, what Scrapy names in its settings, and every source."""
    for name in _IMPORTED:
        import_module(name)
    from scrapy.settings import Settings
    from scrapy.utils.misc import load_object

    from crawlers.sources import all_sources

    settings = Settings()
    settings.setmodule("crawlers.settings")
    for kind in _COMPONENTS:
        for component in settings.getwithbase(kind):  # also those that are off: Scrapy imports them as well
            load_object(component)
    for kind in _CLASSES:
        load_object(settings[kind])
    all_sources()


def _keep(order: int, errors: int, status: int) -> NoReturn:
    """Start a crawl, wait for it and tell its process id and its exit status."""
    code = 1
    try:
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        pid = os.fork()
        if pid == 0:
            os.close(status)
            code = _crawl(order, errors)
        else:
            os.close(order)
            os.close(errors)
            os.write(status, f"{pid}\n".encode())
            _, ended = os.waitpid(pid, 0)
            os.write(status, f"{os.waitstatus_to_exitcode(ended)}\n".encode())
            code = 0
    finally:
        os._exit(code)


def _crawl(order: int, errors: int) -> int:
    """Be a crawl; its exit status."""
    from crawlers import crawl

    die_with_parent()
    os.setsid()
    os.dup2(errors, 2)
    with os.fdopen(order, encoding="utf-8") as file:
        request = json.load(file)
    os.environ.clear()
    os.environ.update(request["environment"])
    arguments = request["arguments"]
    name_process(f"{NAME} {arguments[arguments.index('--source') + 1]}")
    try:
        return crawl.main(arguments)
    finally:
        sys.stderr.flush()


if __name__ == "__main__":
    serve()
