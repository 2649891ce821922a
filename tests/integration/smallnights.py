"""Three small nights archived through the night's own linking, publishing and commit, without crawl and without reader.

Pages, captures and readings are made up here, so that a whole archive with copies, revisions, stories, removals,
entity tags and a source that is held back takes a second instead of minutes.
"""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.pool import ReadingPool
from crawlers.reading.records import Reading
from crawlers.sources import get_source
from crawlers.starter import CrawlStarter
from flows.ends import LinkKey
from flows.health import SourceHealth
from flows.night import NightWork
from flows.runs import Night
from flows.withheld import withhold
from storage import layout, lease, manifest
from storage.manifest import ObjectEntry
from storage.members import response_member, revisit_member, warcinfo_member
from storage.objects import ObjectStore
from storage.settings import Settings
from storage.warc import payload_digest
from tests.articles import article

RUNS = ("2026-11-18", "2026-11-19", "2026-11-20")
WORDS = [
    a + b + c
    for a in ("قر", "بل", "مد", "سف")
    for b in ("ار", "يد", "ون", "اس")
    for c in ("ات", "ين", "ها", "ية", "نا")
]


def text(seed: int, words: int = 60) -> str:
    """A text of its own."""
    chosen = random.Random(seed)
    return "\n".join(" ".join(chosen.choice(WORDS) + str(seed) for _ in range(words // 3)) for _ in range(3))


@dataclass(frozen=True, kw_only=True)
class Page:
    """One link of a night and what was found at it."""

    source_id: str
    name: str
    text: str = ""
    title: str = ""
    day: date = date(2026, 11, 17)
    outcome: str = "article"
    """``article``, or a word of the crawl (``unchanged``, ``gone``) or of the reader (``quarantine``, ``section``)."""
    canonical: str = ""

    @property
    def url(self) -> str:
        return f"http://{get_source(self.source_id).hosts[0]}/news/{self.name}"

    @property
    def body(self) -> bytes:
        return f"<html><title>{self.title}</title><p>{self.text}</p></html>".encode()


def page(source_id: str, name: str, seed: int, **fields: Any) -> Page:
    made = Page(
        source_id=source_id, name=name, text=text(seed), title=f"عنوان الخبر {seed} عن {text(seed, 9).split()[0]}"
    )
    return replace(made, **fields)


A = {n: page("minbar", f"a{n}", n) for n in range(1, 8)}
B1 = replace(page("rafid", "b1", 1), title="عنوان رافد", day=date(2026, 11, 18))
B2 = page("rafid", "b2", 20)
TWICE = page("minbar", "a2", 2, text=text(102), title="عنوان معدّل")
NIGHTS: tuple[tuple[Page, ...], ...] = (
    (*(A[n] for n in range(1, 6)), B1, B2, page("rafid", "b3", 21, outcome="quarantine")),
    (
        replace(A[2], text=text(2) + "\n" + text(52, 24)),
        replace(A[3], outcome="unchanged"),
        replace(A[4], outcome="gone"),
        replace(A[5], outcome="gone"),
        A[1],
        A[6],
        page("minbar", "a1-again", 1, canonical="a1"),
        page("rafid", "b4", 6, title="عنوان رافد الثاني", day=date(2026, 11, 18)),
        page("mada", "c1", 30, text=text(3)[:200] + "\n" + text(30), day=date(2026, 11, 18)),
        page("mada", "c2", 31, outcome="section"),
    ),
    (
        TWICE,
        A[4],
        replace(A[1], outcome="unchanged"),
        A[7],
        page("rafid", "b5", 40),
        page("mada", "c3", 2, text=text(102), day=date(2026, 11, 19)),
    ),
)  # fmt: skip
HELD_BACK = {(RUNS[2], "rafid")}


def archive_nights(store: ObjectStore, data_dir: Path, nights: int = 3) -> None:
    """Archive and commit the nights."""
    for run, pages in zip(RUNS[:nights], NIGHTS[:nights], strict=True):
        archive_night(store, data_dir, run, pages)


def archive_night(store: ObjectStore, data_dir: Path, run: str, pages: tuple[Page, ...]) -> None:
    """Archive and commit one night of these pages."""
    clock = datetime.fromisoformat(f"{run}T22:00:00+00:00").astimezone(UTC)
    sources = tuple(get_source(key) for key in sorted({one.source_id for one in pages}))
    settings = Settings(_env_file=None, data_dir=data_dir, bucket=store.connection.bucket)
    night = Night(run=run, clock=clock, practice_night=1, owner="", sources=sources, spool=data_dir / "spool" / run)
    with lease.held(store, work=f"run {run}", data_dir=data_dir) as held:
        work = NightWork(
            night=night,
            settings=settings,
            store=store,
            lease=held,
            parent=manifest.latest(store),
            pool=ReadingPool(1, 1.0),  # not begun: no page is read
            starter=CrawlStarter(),  # nor is any gathered
            proxy_url="",
        )
        for source in sources:
            _gather(work, source.id, [one for one in pages if one.source_id == source.id], clock)
            held_back = (run, source.id) in HELD_BACK
            work.health[source.id] = SourceHealth(
                source_id=source.id,
                state="held_back" if held_back else "ok",
                failure="too_few_articles" if held_back else None,
                detail="few" if held_back else "",
            )
        rows = work.compare(work.link())
        described = work.describe(rows, work.publish(rows), work.check(rows))
        work.report(described, rows)
        work.commit(described)


def _gather(work: NightWork, source_id: str, pages: list[Page], clock: datetime) -> None:
    key = layout.capture_file(work.night.run, source_id, 0)
    data = warcinfo_member(filename=key, fields={"software": "test"}, recorded_at=clock)
    items = "".join(f"<item><title>{one.title}</title><link>{one.url}</link></item>" for one in pages)
    data += response_member(
        url=f"http://{source_id}.example/feed",
        status=200,
        reason="OK",
        headers=[("Content-Type", "application/rss+xml")],
        body=f"<rss><channel>{items}</channel></rss>".encode(),
        fetched_at=clock,
    )
    links, known = [], {link.canonical_url: link for link in work.earlier.known_links(source_id, clock)}
    for number, one in enumerate(sorted(pages, key=lambda item: item.url)):
        status = {"unchanged": 304, "gone": 404}.get(one.outcome, 200)
        at, seen = len(data), clock + timedelta(seconds=number)
        etag = f'"{work.night.run}-{one.name}"'
        answer = partial(response_member, body=one.body if status == 200 else b"")
        if status == 304 and (payload := known[one.url].payload):
            answer = partial(revisit_member, body_bytes=0, refers_to=(payload.url, payload.at))
        data += answer(
            url=one.url,
            status=status,
            reason="",
            headers=[("Content-Type", "text/html; charset=utf-8"), ("ETag", etag)],
            fetched_at=seen,
        )
        links.append(_link(one, key, at, status, seen, etag))
        if status == 200:
            work.readings[LinkKey(source_id, one.url)] = _reading(one)
    gathered = Gathered(
        run=work.night.run,
        source_id=source_id,
        failure=None,
        failure_detail="",
        feeds_read=1,
        requests=len(links) + 1,
        bytes=len(data),
        links=tuple(links),
        capture_files=(key,),
    )
    withheld = withhold(gathered, work.readings, work.taken)
    work.gathered[source_id] = withheld.left
    for one in withheld.keys:
        work.readings.pop(one, None)
    data = withheld.without(key, data)
    work.store.ensure(key, data, content_type="application/warc")
    work.captures[source_id] = [ObjectEntry.of(key, data, rows=None)]


def _link(one: Page, key: str, at: int, status: int, seen: datetime, etag: str) -> GatheredLink:
    fetched = status == 200
    return GatheredLink(
        url=one.url,
        canonical_url=one.url,
        feed_url=f"http://{one.source_id}.example/feed",
        hint_title=one.title,
        hint_published=None,
        outcome="fetched" if fetched else one.outcome,
        reason="",
        http_status=status,
        final_url=one.url,
        capture_file=key,
        capture_offset=at,
        etag=etag if fetched else None,
        last_modified=None,
        payload_digest=payload_digest(one.body) if fetched else None,
        rights=(),
        fetched_at=seen,
    )


def _reading(one: Page) -> Reading:
    if one.outcome != "article":
        return Reading(outcome=one.outcome, reason="because", article=None)
    canonical = replace(one, name=one.canonical).url if one.canonical else one.url
    made = article(
        canonical,
        one.text,
        datetime(one.day.year, one.day.month, one.day.day, 9, tzinfo=UTC),
        title=one.title,
        section="سياسة",
        published_raw="raw",
        countries=("LB",),
        geopolitical_score=0.5,
    )
    return Reading(outcome="article", reason="", article=made)
