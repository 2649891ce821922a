"""What a night has spooled, against what it asks for afterwards."""

import json
from collections import Counter
from urllib.parse import quote, unquote_to_bytes, urlsplit

from crawlers.newsroom import nights
from crawlers.newsroom.expected import expected_failures
from crawlers.newsroom.server import Newsroom
from crawlers.sources import all_sources
from storage.settings import Settings

Asked = Counter[str]
"""How often each address (host and path) was asked for."""
IN_FLIGHT = 16
"""Requests a crawl that is killed may have had on their way: no answer, so not spooled, so asked for again."""

_PATH_SAFE = "/?=&;:@+$,!~*'()"


def requests_of(newsroom: Newsroom, since: int = 0) -> Asked:
    """What the newsroom was asked for, from the ``since``-th request on."""
    with newsroom.lock:
        return Counter(f"{host}{path}" for host, path, _ in newsroom.requests[since:])


def spooled(settings: Settings, night: int, calm: Asked) -> Asked:
    """Addresses whose answers are in the spool of a night that is not running; a whole source once it is gathered."""
    found: Asked = Counter()
    for folder in sorted((settings.data_dir / "spool" / nights.run(night)).glob("*/")):
        if (folder / "gathered.json").exists():
            hosts = all_sources()[folder.name].hosts
            found += Counter({address: n for address, n in calm.items() if address.split("/")[0] in hosts})
        elif (folder / "journal.jsonl").exists():
            for line in (folder / "journal.jsonl").read_bytes().splitlines(keepends=True):
                if line.endswith(b"\n"):
                    found[_address(json.loads(line)["url"])] += 1
    return found


def excess(already: Asked, asked: Asked, calm: Asked, night: int, *, in_flight: bool) -> Asked:
    """What was asked for again although it was spooled.

    Sources that fail are left out: their nights are gathered anew on purpose. ``in_flight``: a crawl was killed on
    the way, so some requests without an answer were repeated.
    """
    anew = {host for source_id in expected_failures(night) for host in all_sources()[source_id].hosts}
    again = Counter(
        {
            address: over
            for address, n in asked.items()
            if address.split("/")[0] not in anew and (over := n + already[address] - calm[address]) > 0
        }
    )
    return Counter() if in_flight and again.total() <= IN_FLIGHT else again


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{parts.netloc.split(':')[0].lower()}{quote(unquote_to_bytes(path), safe=_PATH_SAFE)}"
