"""The spool of one source in one run: every response, kept before it is used, so that a killed crawl goes on.

::

    <spool>/<run>/<source>/spool.warc         records in the order they arrived, append-only
    <spool>/<run>/<source>/journal.jsonl      one line a record: what it answers and where it lies
    <spool>/<run>/<source>/<source>-00000.warc.gz …   the same records sorted: what is uploaded
    <spool>/<run>/<source>/gathered.json      the result, written last; with it the crawl is over

A record counts once its journal line is whole: opening the spool cuts off the torn tail of either file. A
request whose response is journalled is answered from the spool, so a crawl that was killed asks only for what
it had not yet received. The sorted files hold the same bytes whatever the order of arrival was.

Everything here raises ``SpoolError`` when the disk is full, read-only or holds something else.
"""

import fcntl
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import urldefrag

from crawlers.gathered import Gathered
from crawlers.journal import Entry
from storage import layout
from storage.captures import CaptureWriter, StoredResponse, read_record
from storage.errors import SpoolError, StoreError
from storage.ids import digest
from storage.members import warcinfo_member

WARC_FILE_BYTES = 256 * 1024 * 1024
"""A new file is begun when the next record would pass this size: one upload that a slow line still finishes
in minutes, and few enough objects a night (chosen 2026-11-22)."""

GATHERED = "gathered.json"
MADE = "made"
"""Purpose of records made of others: the text a feed has for a page."""
_SPOOL, _JOURNAL = "spool.warc", "journal.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record lies in the sorted files."""

    file: str
    """Object key of its WARC file."""
    offset: int
    """Byte offset in it."""


class Spool:
    """The open spool of one source in one run; one process at a time."""

    def __init__(self, root: Path, run: str, source_id: str, *, afresh: bool = False) -> None:
        """Open it, made where it is missing; ``afresh`` forgets what an earlier attempt received and its result."""
        self.folder = folder_of(root, run, source_id)
        self._run, self._source_id = run, source_id
        with _disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._journal = (self.folder / _JOURNAL).open("ab", buffering=0)
            self._lock()
            if afresh:
                # The result last: while it is there, the next attempt begins afresh again.
                self._journal.truncate(0)
                (self.folder / GATHERED).unlink(missing_ok=True)
            self.entries, whole = self._recover()
            self._writer = CaptureWriter(self.folder / _SPOOL)
            # The file system may have lost the end of the records but not of the journal.
            self.entries = [entry for entry in self.entries if entry.end <= self._writer.offset]
            self._journal.truncate(sum(whole[: len(self.entries)]))
        self._made: list[Entry] = []
        self._waiting: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], int] = defaultdict(int)
        for entry in self.entries:
            self._waiting[entry.purpose, entry.url].append(entry)
            self._numbers[entry.purpose, entry.url] += 1

    def take(self, purpose: str, url: str) -> tuple[Entry, StoredResponse | None] | None:
        """The next answer of an earlier attempt that was not taken yet; None when it has to be asked for.

        The response is None when it was reserved and therefore not kept.
        """
        waiting = self._waiting[purpose, urldefrag(url).url]
        if not waiting:
            return None
        entry = waiting.pop(0)
        if entry.reserved:
            return entry, None
        try:
            return entry, read_record(self.folder / _SPOOL, entry.offset)
        except (OSError, StoreError) as error:
            raise SpoolError(
                f"{self.folder}: a journalled record cannot be read ({error}): delete the folder"
            ) from None

    def keep(
        self,
        member: bytes,
        *,
        url: str,
        purpose: str,
        status: int,
        body_bytes: int,
        fetched_at: datetime,
        rights: tuple[str, ...] = (),
        reserved: str = "",
        payload_digest: str = "",
        same_as: str = "",
    ) -> Entry:
        """Append a record and journal it; when this returns it survives the death of the process."""
        # A redirect may lead to an address with a fragment, and the address that answers has none.
        url = urldefrag(url).url
        with _disk(self.folder):
            offset = self._writer.append(member)
            entry = Entry(
                url=url,
                purpose=purpose,
                number=self._numbers[purpose, url],
                offset=offset,
                end=self._writer.offset,
                status=status,
                body_bytes=body_bytes,
                fetched_at=fetched_at.isoformat(),
                rights=rights,
                reserved=reserved,
                payload_digest=payload_digest,
                same_as=same_as,
            )
            line = entry.line()
            if self._journal.write(line) != len(line):
                raise OSError(None, "the journal took only a part of a line")
        self._numbers[purpose, url] += 1
        self.entries.append(entry)
        return entry

    def make(self, member: bytes, *, url: str, fetched_at: str) -> Entry:
        """Append a record made of others. It is not journalled: a crawl that goes on makes it again."""
        with _disk(self.folder):
            offset = self._writer.append(member)
        made = Entry(
            url=urldefrag(url).url,
            purpose=MADE,
            number=0,
            offset=offset,
            end=self._writer.offset,
            status=0,
            body_bytes=0,
            fetched_at=fetched_at,
        )
        self._made.append(made)
        return made

    def publish(
        self, fields: Mapping[str, str], recorded_at: datetime, max_bytes: int = WARC_FILE_BYTES
    ) -> tuple[list[str], dict[tuple[str, str, int], Place]]:
        """Write the records sorted by URL into WARC files; their object keys, and the place of each record.

        A place is found by purpose, URL and number of its entry. ``fields`` describe the crawl in each file's
        first record, dated ``recorded_at``.
        """
        ordered = sorted([*self.entries, *self._made], key=lambda entry: (entry.url, entry.purpose, entry.number))
        files: list[str] = []
        places: dict[tuple[str, str, int], Place] = {}
        # Two links that were redirected to one page received the same record: it is written once.
        written: dict[str, Place] = {}
        with _disk(self.folder), (self.folder / _SPOOL).open("rb") as spool:
            for stale in self.folder.glob("*.warc.gz"):
                stale.unlink()
            at, target = 0, None
            try:
                for entry in ordered:
                    size = entry.end - entry.offset
                    spool.seek(entry.offset)
                    member = spool.read(size)
                    if (same := written.get(digest(member))) is not None:
                        places[entry.purpose, entry.url, entry.number] = same
                        continue
                    if target is None or at + size > max_bytes:
                        if target is not None:
                            target.close()
                        files.append(layout.capture_file(self._run, self._source_id, len(files)))
                        name = Path(files[-1]).name
                        target = (self.folder / name).open("wb")
                        at = target.write(warcinfo_member(filename=name, fields=fields, recorded_at=recorded_at))
                    target.write(member)
                    place = written[digest(member)] = Place(file=files[-1], offset=at)
                    places[entry.purpose, entry.url, entry.number] = place
                    at += size
            finally:
                if target is not None:
                    target.close()
        return files, places

    def finish(self, gathered: Gathered) -> Path:
        """Write the result whole or not at all, then drop what only a resumed crawl needs."""
        path = self.folder / GATHERED
        with _disk(self.folder):
            fresh = path.with_suffix(".json.part")
            with fresh.open("w", encoding="utf-8") as file:
                file.writelines(gathered.json_parts())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
            (self.folder / _SPOOL).unlink(missing_ok=True)
            (self.folder / _JOURNAL).unlink(missing_ok=True)
        return path

    def close(self) -> None:
        """Close the files and give up the lock."""
        self._writer.close()
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SpoolError(
                f"{self.folder}: another crawl of this source is running: wait for it or end it"
            ) from None

    def _recover(self) -> tuple[list[Entry], list[int]]:
        """The whole entries of the journal and the length of each line; the spool is cut after the last of them."""
        entries: list[Entry] = []
        lengths: list[int] = []
        for line in (self.folder / _JOURNAL).read_bytes().splitlines(keepends=True):
            if (entry := Entry.of_line(line)) is None:
                break
            entries.append(entry)
            lengths.append(len(line))
        spool = self.folder / _SPOOL
        if spool.exists():
            os.truncate(spool, min(spool.stat().st_size, entries[-1].end if entries else 0))
        return entries, lengths


def folder_of(root: Path, run: str, source_id: str) -> Path:
    """Where a source's spool of a run is; ``UsageError`` for a run or id that cannot stand in a path."""
    return root / layout.check_run(run) / layout.check_source(source_id)


def load_gathered(root: Path, run: str, source_id: str) -> Gathered | None:
    """The result of a crawl that ran to its end; None when there is none, or not a whole one."""
    path = folder_of(root, run, source_id) / GATHERED
    try:
        return Gathered.from_json(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError):
        return None


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise SpoolError(
            f"{folder}: the spool cannot be written ({why}): free some space or set WARRAQ_DATA_DIR"
        ) from None
