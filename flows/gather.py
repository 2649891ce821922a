"""Gathering one source: its crawl process, watched; its log lines, handed on; its captures, uploaded.

The crawl runs as an operating-system process of its own: Twisted's reactor cannot start twice in one process,
and a page that breaks the crawl must not break the night. ``gathered.json`` in the spool is its result; a
process that ends without one leaves a spool from which the next attempt continues.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from crawlers import crawl
from crawlers.crawl import MAX_LOG_CHARS
from crawlers.failures import detail_of
from crawlers.gathered import FeedState, Gathered, KnownLink
from crawlers.known import write_feed_states, write_known, write_refused
from crawlers.span import Span
from crawlers.spool import load_gathered
from crawlers.starter import CrawlStarter
from flows.runs import Night
from flows.withheld import Withheld
from storage.errors import SpoolError
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.plain import one_line
from storage.settings import Settings

DEADLINE_SHARE = 0.9
"""Share of its time after which a crawl asks no more and ends in order (chosen 2026-11-22)."""

CRAWL_STARTS = 3
"""Processes one crawl may take when something from outside kills them, such as the system when memory is short: each
goes on where the one before was (chosen 2026-11-22)."""

Log = Callable[[int, str], None]
"""Takes a level of ``logging`` and a message."""

Elsewhere = Callable[[str, Sequence[str], Log], Gathered]
"""Runs the crawl of a source, given its arguments, on another machine, and leaves its files in the spool."""


def gather_source(
    source_id: str,
    *,
    night: Night,
    settings: Settings,
    proxy_url: str,
    known: Iterable[KnownLink],
    settled: Path,
    refused: Iterable[str],
    feeds: Iterable[FeedState],
    log: Log,
    starter: CrawlStarter,
    span: Span | None = None,
    elsewhere: Elsewhere | None = None,
) -> Gathered:
    """Run the crawl of one source to its end, here or ``elsewhere``, and return what it gathered.

    ``known`` are links it may look at again, ``settled`` is the file of those known for longer, ``refused`` are
    links it must not ask for; ``span`` are the days of a past range, None for a night.

    One that crashes or exceeds ``settings.crawl_timeout_s`` is a failed source, not an error: the other sources go
    on. Raises ``SpoolError`` when the spool cannot be written, since then no source can go on.
    """
    folder = night.spool / source_id
    known_file, feeds_file, refused_file = (folder / name for name in ("known.jsonl", "feeds.json", "refused.txt"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_known(known_file, known)
        write_feed_states(feeds_file, feeds)
        write_refused(refused_file, refused)
    except OSError as error:
        raise SpoolError(f"cannot write the spool {folder}: {error}; free the disk or set WARRAQ_DATA_DIR") from error
    arguments = crawl.arguments(
        source_id=source_id,
        run=night.run,
        spool=night.spool.parent,
        known=known_file,
        settled=settled,
        refused=refused_file,
        feeds=feeds_file,
        clock=night.clock if night.practice_night else None,
        proxy=proxy_url,
        contact=settings.contact,
        # In time to end its links and write its captures before it is killed.
        deadline_s=DEADLINE_SHARE * settings.crawl_timeout_s,
        obey_ai_opt_outs=settings.obey_ai_opt_outs,
        span=span,
    )
    if elsewhere is not None:
        return elsewhere(source_id, arguments, log)
    return run_crawl(
        starter,
        arguments,
        source_id=source_id,
        run=night.run,
        spool=night.spool.parent,
        timeout_s=settings.crawl_timeout_s,
        log=log,
    )


def run_crawl(
    starter: CrawlStarter,
    arguments: Sequence[str],
    *,
    source_id: str,
    run: str,
    spool: Path,
    timeout_s: float,
    log: Log,
) -> Gathered:
    """Run a crawl on this machine to its end; ``spool`` is the folder of all runs' spools its arguments name.

    A crawl that is killed is started again and goes on where it was. Fails and raises as ``gather_source``.
    """
    for _ in range(CRAWL_STARTS):
        status, last_error = _watch(starter, arguments, timeout_s, log)
        if status is None or status >= 0:
            break
        log(logging.WARNING, f"the crawl of {source_id} was killed by signal {-status}")
    if status == crawl.EXIT_SPOOL:
        raise SpoolError(last_error)
    result = load_gathered(spool, run, source_id) if status == 0 else None
    if result is not None:
        return result
    failure = "crawl_overran" if status is None else "crawl_crashed"
    reason = f"stopped after {timeout_s:.0f} s" if status is None else f"ended with status {status}"
    evidence = f"the crawl process {reason}: {last_error or 'see its log lines'}; the next night gathers it anew"
    return Gathered.failed(run, source_id, failure, detail_of(failure, evidence))


def _watch(starter: CrawlStarter, arguments: Sequence[str], timeout_s: float, log: Log) -> tuple[int | None, str]:
    """Exit status (None: killed for taking too long) and the last error line; log lines are handed on as they come."""
    process = starter.start(arguments)
    overdue = threading.Event()

    def kill() -> None:
        overdue.set()
        process.kill()

    timer = threading.Timer(timeout_s, kill)
    timer.start()
    last_error, ended = "", False
    try:
        for line in process.stderr:
            level, message = _parse(line)
            log(level, message)
            if level >= logging.ERROR:
                last_error = message
        ended = True
    finally:
        if not ended:
            process.kill()
        status = process.wait()
        timer.cancel()
    return (None if overdue.is_set() else status), last_error


def _parse(line: str) -> tuple[int, str]:
    """Level and message of a JSON log line; anything else is a warning as it stands."""
    try:
        record = json.loads(line)
        message = one_line(str(record["message"]), MAX_LOG_CHARS)
        return logging.getLevelNamesMapping().get(record["level"], logging.WARNING), message
    except (ValueError, KeyError, TypeError):
        return logging.WARNING, one_line(line, MAX_LOG_CHARS)


def upload_captures(store: ObjectStore, spool: Path, gathered: Gathered, withheld: Withheld) -> list[ObjectEntry]:
    """Put the source's WARC files into the bucket, without what is withheld; files that are there are left alone."""
    entries = []
    for key in gathered.capture_files:
        data = withheld.without(key, (spool / gathered.source_id / Path(key).name).read_bytes())
        store.ensure(key, data, content_type="application/warc")
        entries.append(ObjectEntry.of(key, data, rows=None))
    return entries
