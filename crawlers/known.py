"""What the crawl of a source knows of earlier nights, its links and its feeds, as files the flow writes."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from crawlers.gathered import FeedState, KnownLink, feed_state
from storage.errors import UsageError


def write_known(path: Path, links: Iterable[KnownLink]) -> None:
    """Write the links, one line each; raises ``OSError`` as the disk does."""
    lines = (json.dumps(asdict(link), sort_keys=True) + "\n" for link in links)
    path.write_text("".join(lines), encoding="ascii")


def write_refused(path: Path, link_ids: Iterable[str]) -> None:
    """Write ids of links that were taken down, one a line; raises ``OSError`` as the disk does."""
    path.write_text("".join(f"{one}\n" for one in sorted(link_ids)), encoding="ascii")


def read_refused(path: Path) -> frozenset[str]:
    """What ``write_refused`` wrote; ``UsageError`` names a file that cannot be read."""
    try:
        return frozenset(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: links that were taken down cannot be read: {error}") from None


def read_known(path: Path) -> dict[str, KnownLink]:
    """Known links by canonical URL, in the file's order; ``UsageError`` names a file or line that is not such."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: known links cannot be read: {error}") from None
    known: dict[str, KnownLink] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            link = KnownLink(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: not a known link ({error}): write it by write_known") from None
        known[link.canonical_url] = link
    return known


def write_feed_states(path: Path, states: Iterable[FeedState]) -> None:
    """Write the states as one JSON list; raises ``OSError`` as the disk does."""
    path.write_text(json.dumps([asdict(state) for state in states], default=str), encoding="ascii")


def read_feed_states(path: Path) -> dict[str, FeedState]:
    """Feed states by address; ``UsageError`` for a file that is not such."""
    try:
        return {item["url"]: feed_state(item) for item in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path}: not feed states ({error}): write them by write_feed_states") from None
