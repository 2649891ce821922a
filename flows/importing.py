"""``warraq import-warc``: responses of known publishers out of anyone's WARC file, archived as a supplement.

Every record of the file is counted once: as a link of its publisher, which ends in an outcome, or among the skipped
ones, by reason. A page is a publisher's by its host, and a link by the publisher's own patterns, as in a night. What a
page's headers and head reserve is obeyed; the robots.txt and tdmrep.json of the day it was captured are not in the
file, and whoever made it answers for them.

Killed, it begins the file anew; once the file is read, it is published from the data folder. The same file again
changes nothing: the archive has its captures.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers.answers import of_response
from crawlers.gathered import Gathered, GatheredLink
from crawlers.journal import Entry
from crawlers.rights import assess
from crawlers.source import Source
from crawlers.sources import select_sources
from crawlers.spool import Place, Spool
from crawlers.urls import host_name, host_of, own_link
from flows.progress import Steps, tell
from flows.ready import READY, Folder
from flows.supplement import publish
from storage import foreign, ids
from storage.captures import StoredResponse
from storage.errors import UsageError
from storage.manifest import Check, Manifest
from storage.members import response_member
from storage.objects import open_store
from storage.plain import one_line
from storage.settings import Settings
from storage.warc import payload_digest

PURPOSE = "page"
PARTS = 100
"""Steps in which reading the file is told."""


def import_warc(settings: Settings, where: str) -> Manifest | None:
    """Import a WARC file, a path or ``s3://bucket/key``; its run, None when the archive has all of it.

    Raises ``UsageError`` for what is no WARC file or holds nothing of the configured publishers.
    """
    folder = Folder.of(settings, f"import-{ids.digest(where.encode())[:16]}")
    with open_store(settings) as store:
        if not folder.ready:
            path = foreign.fetched(where, folder.path)
            _read_file(folder, path, select_sources(settings.sources))
        return publish(settings, store, folder)


def _read_file(folder: Folder, path: Path, sources: list[Source]) -> None:
    """Sort the file's responses by publisher, and make the folder ready."""
    spools: dict[str, _Intake] = {}
    owners = {host_name(host): source for source in sources for host in source.hosts}
    skipped: Counter[str] = Counter()
    steps, told = Steps("import", PARTS, "hundredths of the file"), 0
    try:
        for record, share in foreign.responses(path):
            reason = _why_not(record, owners)
            if reason:
                skipped[reason] += 1
            else:
                assert record.response is not None  # else there is a reason
                source = owners[host_name(host_of(record.url))]
                if source.id not in spools:
                    spools[source.id] = _Intake(folder.path, source)
                spools[source.id].take(record.response)
            if int(share * PARTS) > told:
                steps.done(int(share * PARTS) - told)
                told = int(share * PARTS)
        if not spools:
            raise UsageError(
                f"{path} holds nothing of {len(sources)} publishers ({_counted(skipped)}): is WARRAQ_SOURCES right?"
            )
        taken = sum(intake.records for intake in spools.values())
        older = sum(intake.records - intake.finish() for intake in spools.values())
    finally:
        for intake in spools.values():
            intake.close()
    note = f"{taken + sum(skipped.values())} records: {taken - older} links, {older} older captures of the same links"
    note += f"; skipped: {_counted(skipped)}"
    tell("import", "", note)
    folder.make_ready([Check(name="every record is counted", passed=True, note=note)])


def _why_not(record: foreign.ForeignRecord, owners: dict[str, Source]) -> str:
    """Why a record is no link of a known publisher; empty when it is one."""
    if record.response is None:
        return f"{record.kind} records" if record.kind != "response" else "responses without HTTP"
    try:
        source = owners.get(host_name(host_of(record.url)))
    except ValueError:
        return "no web address"
    if source is None:
        return "other hosts"
    if own_link(record.url, source) is None:
        return "no article's address"
    if record.response.status != 200:
        return f"status {record.response.status}"
    return ""


def _counted(skipped: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items())) or "none"


class _Intake:
    """The responses of one publisher, on their way into capture files as a crawl writes them."""

    def __init__(self, root: Path, source: Source) -> None:
        self._root, self._source = root, source
        self._spool = Spool(root, READY, source.id, afresh=True)
        self._links: dict[str, tuple[GatheredLink, Entry | None]] = {}
        self.records = 0

    def take(self, response: StoredResponse) -> None:
        """Keep a response, unless the page reserves it, and make it its link's if it is the newest so far."""
        self.records += 1
        rights = assess(response.headers, response.body, (), response.url)
        answer = of_response(response.status, list(response.headers), response.body)
        entry = None
        digest = payload_digest(response.body)
        if not rights.reserved:
            member = response_member(
                url=response.url,
                status=response.status,
                reason=response.reason,
                headers=response.headers,
                body=response.body,
                fetched_at=response.fetched_at,
                payload_digest=digest,
            )
            entry = self._spool.keep(
                member,
                url=response.url,
                purpose=PURPOSE,
                status=response.status,
                body_bytes=len(response.body),
                fetched_at=response.fetched_at,
                rights=rights.found,
                reserved="",
                payload_digest=digest,
            )
        link = self._link(
            response,
            digest,
            "reserved" if rights.reserved else answer.outcome,
            rights.reserved or answer.reason,
            rights.found,
        )
        known = self._links.get(link.canonical_url)
        if known is None or known[0].fetched_at <= link.fetched_at:
            self._links[link.canonical_url] = (link, entry)

    def _link(
        self, response: StoredResponse, digest: str, outcome: str, reason: str, rights: tuple[str, ...]
    ) -> GatheredLink:
        kept = outcome == "fetched"
        return GatheredLink(
            url=response.url,
            canonical_url=own_link(response.url, self._source) or response.url,
            feed_url=None,
            hint_title=None,
            hint_published=None,
            outcome=outcome,
            reason=one_line(reason),
            http_status=response.status,
            final_url=response.url,
            capture_file=None,
            capture_offset=None,
            etag=response.header("ETag") if kept else None,
            last_modified=response.header("Last-Modified") if kept else None,
            payload_digest=digest if kept else None,
            rights=rights,
            fetched_at=response.fetched_at,
        )

    def finish(self) -> int:
        """Write the capture files and the result; how many links there are."""
        times = [datetime.fromisoformat(entry.fetched_at) for entry in self._spool.entries]
        newest = max(times) if times else max(link.fetched_at for link, _ in self._links.values())
        files, places = self._spool.publish({"description": f"import for source {self._source.id}"}, newest)
        links = tuple(sorted(self._placed(places), key=lambda link: link.canonical_url))
        gathered = Gathered(
            run=READY,
            source_id=self._source.id,
            failure=None,
            failure_detail="",
            feeds_read=0,
            requests=0,
            bytes=sum(entry.body_bytes for entry in self._spool.entries),
            links=links,
            capture_files=tuple(files),
        )
        self._spool.finish(gathered)
        return len(links)

    def _placed(self, places: dict[tuple[str, str, int], Place]) -> Iterator[GatheredLink]:
        for link, entry in self._links.values():
            place = places[entry.purpose, entry.url, entry.number] if entry else None
            yield replace(link, capture_file=place.file, capture_offset=place.offset) if place else link

    def close(self) -> None:
        """Give up the spool."""
        self._spool.close()
