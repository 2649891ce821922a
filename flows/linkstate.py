"""The state of links again, from outcomes and from captures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from crawlers.answers import of_response
from flows.ends import GONE, LinkKey
from flows.replay import Replay
from storage.captures import StoredResponse, read_record
from storage.errors import FixityError, ObjectMissingError
from storage.links import LinkState
from storage.objects import ObjectStore
from storage.records import OutcomeRow
from storage.tombstones import is_redacted
from storage.warc import payload_digest

Place = tuple[str, int]
"""A capture file and a byte offset in it."""


@dataclass(frozen=True, slots=True)
class _Link:
    state: LinkState
    places: tuple[Place, ...]
    """Captures whose headers may be those of its last full response, the newest last."""


def link_states(store: ObjectStore, history: Replay, days: Iterable[date]) -> dict[date, list[LinkState]]:
    """The state of the links first found on the given days, as the newest run left it.

    A link whose captures are gone by retention has no entity tag: it is asked for in full again.
    """
    wanted = set(days)
    found: dict[LinkKey, _Link] = {}
    older: set[LinkKey] = set()
    for _, outcomes in history.each_outcome():
        for row in outcomes:
            key = LinkKey(row.source_id, row.canonical_url)
            if is_redacted(row) or row.outcome == "known_capture" or key in older:
                continue
            known = found.get(key)
            if known is None and row.seen_at.date() not in wanted:
                older.add(key)
                continue
            found[key] = _next(row, known)
    by_day: dict[date, list[LinkState]] = {day: [] for day in wanted}
    for state in _with_headers(store, found.values()):
        by_day[state.first_seen_at.date()].append(state)
    return by_day


def newest_states(history: Replay) -> list[LinkState]:
    """The state of the links that the newest run of the history found, without tags and times of their pages."""
    found: dict[LinkKey, _Link] = {}
    tonight: set[LinkKey] = set()
    for described, outcomes in history.each_outcome():
        rows = {LinkKey(row.source_id, row.canonical_url): row for row in outcomes if not is_redacted(row)}
        found |= {key: _next(row, found.get(key)) for key, row in rows.items()}
        tonight = set(rows) if described is history.manifests[-1] else tonight
    return [found[key].state for key in tonight]


def _next(row: OutcomeRow, known: _Link | None) -> _Link:
    """The link after one more night."""
    places = known.places if known else ()
    # A capture that is read again may be older than what is known of the link.
    newest = max(row.seen_at, known.state.checked_at) if known else row.seen_at
    if row.outcome == "quarantine" or row.outcome in GONE:
        places = ()
    elif row.seen_at == newest and row.http_status == 200 and row.capture_file and row.capture_offset is not None:
        places = (*places, (row.capture_file, row.capture_offset))
    state = LinkState(
        source_id=row.source_id,
        canonical_url=row.canonical_url,
        url=row.url,
        article_id=row.article_id or (known.state.article_id if known else None),
        outcome=row.outcome,
        etag=None,
        last_modified=None,
        first_seen_at=known.state.first_seen_at if known else row.seen_at,
        checked_at=newest,
    )
    return _Link(state, places)


def _with_headers(store: ObjectStore, links: Iterable[_Link]) -> Iterator[LinkState]:
    """The states with the entity tag and the time of change their last full response had."""
    waiting = list(links)
    while waiting:
        by_file: dict[str, list[_Link]] = defaultdict(list)
        for link in waiting:
            if link.places:
                by_file[link.places[-1][0]].append(link)
            else:
                yield link.state
        waiting = []
        for file, members in sorted(by_file.items()):
            try:
                data = store.get(file)
            except ObjectMissingError:
                data = b""
            for link in members:
                response = _full_response(data, link.places[-1][1])
                if response is None:
                    waiting.append(replace(link, places=link.places[:-1]))
                else:
                    etag, modified = (_value(response, name) for name in ("ETag", "Last-Modified"))
                    yield replace(
                        link.state,
                        etag=etag,
                        last_modified=modified,
                        payload_digest=payload_digest(response.body),
                        payload_url=response.url,
                        payload_at=response.fetched_at,
                    )


def _full_response(data: bytes, offset: int) -> StoredResponse | None:
    """The response at a place, if it is a page that was had in full."""
    try:
        response = read_record(data, offset)
    except FixityError:
        return None
    answer = of_response(response.status, response.headers, response.body)
    return response if answer.outcome == "fetched" else None


def _value(response: StoredResponse, name: str) -> str | None:
    return response.header(name) or None
