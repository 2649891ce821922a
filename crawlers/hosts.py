"""One or two connections to a host, whichever processes ask it: a lock file for each connection a host is allowed.

A night, a probe and a person with ``scrapy crawl`` may ask one publisher at the same time; to the publisher we are one
visitor. The kernel gives a lock back when its process dies, so nothing is left behind by ``kill -9``.
"""

import asyncio
import fcntl
import os
import time
from pathlib import Path
from typing import IO, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.answers import OverBudgetError
from crawlers.urls import host_of
from storage.errors import SpoolError

LOOK_S = 0.1
"""Seconds between two looks whether another process has finished."""


class HostSlots:
    """The lock files of all hosts in one folder; the time a file was written is when its host was last asked."""

    def __init__(self, folder: Path, connections: int) -> None:
        self._folder, self._connections = folder, connections
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._files: dict[tuple[str, int], IO[bytes]] = {}
        self._free: dict[str, list[int]] = {}

    def turn(self, host: str) -> asyncio.Semaphore:
        """This process's own queue for the host."""
        self._free.setdefault(host, list(range(self._connections)))
        return self._turns.setdefault(host, asyncio.Semaphore(self._connections))

    def take(self, host: str, delay_s: float) -> tuple[int | None, float]:
        """A connection of the host, or None and the seconds after which to look again. ``SpoolError`` as the disk."""
        for slot in self._free[host]:
            file = self._file(host, slot)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            wait_s = delay_s - max(0.0, time.time() - os.stat(file.fileno()).st_mtime) if delay_s else 0.0
            if 0 < wait_s <= delay_s:
                fcntl.flock(file, fcntl.LOCK_UN)
                return None, wait_s
            self._free[host].remove(slot)
            if delay_s:
                os.utime(file.fileno())
            return slot, 0.0
        return None, LOOK_S

    def give(self, host: str, slot: int) -> None:
        """Give a connection back."""
        fcntl.flock(self._files[host, slot], fcntl.LOCK_UN)
        self._free[host].append(slot)

    def _file(self, host: str, slot: int) -> IO[bytes]:
        key = (host, slot)
        if key not in self._files:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                path = self._folder / f"{host}.{slot}"
                # Its time of making is no request.
                fresh = not path.exists()
                self._files[key] = path.open("ab")
                if fresh:
                    os.utime(path, (0, 0))
            except OSError as error:
                raise SpoolError(f"{self._folder}: the locks of hosts cannot be written: {error}") from None
        return self._files[key]


class HostMiddleware:
    """Waits for a connection to the host before a request goes out, and gives it back when it was answered."""

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self._crawler = crawler
        self._slots = HostSlots(folder, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler, Path(crawler.settings["HOSTS_DIR"]))

    async def process_request(self, request: Request) -> None:
        """Wait; raise ``OverBudgetError`` when the crawl's time is up before the host is free."""
        host = host_of(request.url)
        spider = self._crawler.spider
        delay_s = max(self._crawler.settings.getfloat("DOWNLOAD_DELAY"), spider.delays.get(host, 0.0))  # type: ignore[union-attr]
        await self._slots.turn(host).acquire()
        try:
            slot, wait_s = self._slots.take(host, delay_s)
            while slot is None:
                refusal = spider.budget.refusal()  # type: ignore[union-attr]
                if refusal:
                    raise OverBudgetError(f"another process is asking {host}; {refusal}")
                await asyncio.sleep(min(wait_s, LOOK_S) if wait_s else LOOK_S)
                slot, wait_s = self._slots.take(host, delay_s)
        except BaseException:
            self._slots.turn(host).release()
            raise
        request.meta["connection"] = (host, slot)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the connection back."""
        self._give(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002  (Scrapy's interface)
        """Give the connection back."""
        self._give(request)

    def _give(self, request: Request) -> None:
        taken = request.meta.pop("connection", None)
        if taken is not None:
            self._slots.give(*taken)
            self._slots.turn(taken[0]).release()
