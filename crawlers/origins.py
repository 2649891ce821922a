"""What is asked of a host once a crawl: its robots.txt, its reservations."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class OncePerOrigin(Generic[T]):
    """Reads something of each origin at its first use; others who need it meanwhile wait for the same answer."""

    def __init__(self, read: Callable[[str], Awaitable[T]]) -> None:
        self._read = read
        self._found: dict[str, T] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, url: str) -> T:
        """What the origin of an address says."""
        origin = _origin(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._found:
                self._found[origin] = await self._read(origin)
        return self._found[origin]

    def known(self, url: str) -> T | None:
        """The same, if it was read already."""
        return self._found.get(_origin(url))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
