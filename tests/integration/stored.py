"""Rows and a small committed night for tests of the store and its readers."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from storage import inventory, layout, manifest, partitions
from storage.inventory import Inventory
from storage.manifest import Check, Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.syndication import SyndicationRow
from storage.verify import verify

RUN = "2026-11-18"
CLOCK = datetime(2026, 11, 18, 22, tzinfo=UTC)
DAYS = (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18))
SOURCES = ("minbar", "rafid")


def article(number: int, day: date = DAYS[-1], **fields: object) -> ArticleRow:
    published = datetime(day.year, day.month, day.day, 5, number % 60, tzinfo=UTC)
    row = ArticleRow(
        article_id=f"{number:024x}",
        source_id=SOURCES[number % 2],
        url=f"http://{SOURCES[number % 2]}.example/{number}?utm_source=feed",
        canonical_url=f"http://{SOURCES[number % 2]}.example/{number}",
        title=f"عنوان {number}",
        text="نصٌّ كما كُتب\nفقرة ثانية",
        authors=("سميرة الحسن",),
        section=None,
        tags=("لبنان",),
        image_url=None,
        published_at=published,
        published_raw="18 تشرين الثاني 2026",
        published_rule="dateline",
        published_precision="minute",
        modified_at=None,
        first_seen_at=CLOCK,
        last_seen_at=CLOCK,
        unpublished_at=None,
        language="ar",
        revision=1,
        revision_digest="0" * 32,
        text_digest="0" * 32,
        word_count=5,
        credits=(),
        countries=("LB",),
        geopolitical_score=0.5,
        story_id=f"{number % 3:016x}",
        cluster_id=f"{number:024x}",
        copy_of=None,
        copy_kind=None,
        copy_similarity=None,
        copy_count=0,
        quality_flags=(),
        rights=(),
        extractor="warraq-reader/1",
        capture_file=layout.capture_file(RUN, SOURCES[number % 2], 0),
        capture_offset=number,
        run=RUN,
        schema_version=1,
        encoding="utf-8",
        encoding_reason="utf-8",
        parent_id=None,
        date=day,
    )
    return replace(row, **fields)  # type: ignore[arg-type]


def copy(number: int, of: int, day: date = DAYS[-1]) -> ArticleRow:
    original = f"{of:024x}"
    return article(number, day, cluster_id=original, copy_of=original, copy_kind="near", copy_similarity=0.8)


def outcome(number: int) -> OutcomeRow:
    row = article(number)
    return OutcomeRow(
        run=RUN,
        source_id=row.source_id,
        url=row.url,
        canonical_url=row.canonical_url,
        feed_url=None,
        outcome="new",
        reason="",
        http_status=200,
        article_id=row.article_id,
        revision=1,
        capture_file=row.capture_file,
        capture_offset=number,
        seen_at=CLOCK,
    )


def story(number: int) -> StoryRow:
    return StoryRow(
        story_id=f"{number:016x}",
        title="قصة",
        first_date=DAYS[0],
        last_date=DAYS[-1],
        article_ids=(f"{number:024x}",),
        article_count=1,
        copy_count=0,
        source_ids=("minbar",),
        countries=(),
        run=RUN,
        parent_id=None,
    )


def pair(number: int, of: int) -> SyndicationRow:
    carried, original = copy(number, of), article(of)
    return SyndicationRow(
        cluster_id=original.article_id,
        article_id=carried.article_id,
        source_id=carried.source_id,
        published_at=carried.published_at,
        revision=1,
        copy_of=original.article_id,
        original_source_id=original.source_id,
        original_published_at=original.published_at,
        original_revision=1,
        delay_s=(number - of) * 60,
        copy_kind="near",
        copy_similarity=0.8,
        credited=False,
        credits=(),
        title_changed=True,
        words_added=3,
        words_removed=0,
        run=RUN,
    )


def write_night(store: ObjectStore, run: str = RUN, parent: str | None = None) -> Manifest:
    """A small night: 12 articles over three days, 2 copies, their revisions, stories and outcomes; committed."""
    by_day = {day: [article(n, day) for n in range(12) if n % 3 == at] for at, day in enumerate(DAYS)}
    copies = [copy(20, 0), copy(21, 1)]
    entries = [
        partitions.update_partition(
            store, layout.articles(day), ArticleRow, lambda old, new=rows: partitions.merge_articles(old, new), run=run
        )
        for day, rows in by_day.items()
    ]
    daily: list[tuple[str, Any, list[Any]]] = [
        (layout.copies(DAYS[-1]), ArticleRow, copies),
        (layout.syndication(DAYS[-1]), SyndicationRow, [pair(20, 0), pair(21, 1)]),
        (layout.stories(DAYS[0]), StoryRow, [story(n) for n in range(3)]),
    ]
    entries += [
        partitions.update_partition(store, key, record, lambda _, new=rows: new, run=run)
        for key, record, rows in daily
    ]
    entries += [
        partitions.put_rows(store, layout.revisions(run), ArticleRow, [*itertools.chain(*by_day.values()), *copies]),
        partitions.put_rows(store, layout.outcomes(run), OutcomeRow, [outcome(n) for n in range(12)]),
    ]
    known = inventory.load(store, manifest.load(store, parent)) if parent else Inventory()
    entries.append(known.after(run, entries).put(store, run))
    described = described_night(run, parent, entries)
    manifest.commit(store, described)
    return described


def described_night(run: str, parent: str | None, entries: list[ObjectEntry] | None = None) -> Manifest:
    return Manifest(
        run=run,
        parent=parent,
        clock=CLOCK,
        package_version="0.1.0",
        schema_version=1,
        objects=entries or [],
        counts={},
        sources=[],
        checks=[Check(name="links", passed=True, note="")],
    )


def fixity(store: ObjectStore) -> list[Check]:
    """What ``warraq verify`` says of the objects; of a night made up here the rows need not add up."""
    return [check for check in verify(store) if "/" in check.name]
