"""What the command line prints: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from flows import summary
from flows.linking.diff import Change, word_diff
from flows.linking.revisions import changed_parts
from flows.progress import Event, listen
from flows.rereading import Difference
from storage import sandbox
from storage.archive import Archive
from storage.connection import Connection
from storage.errors import UsageError
from storage.manifest import Check, Manifest
from storage.plain import plain
from storage.records import ArticleRow
from storage.screen import cell, grid

MOST_CHARS = 240
"""Characters of one cell in a terminal table; JSON has them all."""

MOST_COLUMNS = 8
"""A result with more columns is printed a row at a time: side by side none of them could be read."""

PIPE_WIDTH = 200
"""Columns when stdout is no terminal: wide enough that a table of the night is not folded."""


def console(*, stderr: bool = False) -> Console:
    """A console that does not fold lines into a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def line(text: str) -> None:
    """Print one line; what strangers wrote is printed as text, never as markup."""
    console().print(plain(text), markup=False)


@contextmanager
def steps() -> Iterator[None]:
    """Print on stderr how far a work is, while the block runs."""
    out = console(stderr=True)

    def show(event: Event) -> None:
        if event.share is not None or event.warning:
            out.print(f"{event.stage}: {plain(event.message)}", markup=False, soft_wrap=True)

    unlisten = listen(show)
    try:
        yield
    finally:
        unlisten()


def supplement(described: Manifest | None, in_json: bool) -> None:
    """Print what a run beside the nights archived."""
    if in_json:
        as_json(described.model_dump(mode="json") if described else None)
    elif described is None:
        line("nothing of it is new: nothing is written")
    else:
        night(described)


def differences(found: Sequence[Difference], in_json: bool) -> None:
    """Print what a reread would change."""
    if in_json:
        as_json([asdict(one) for one in found])
        return
    table(("source", "url", "what"), ({"source": one.source_id, "url": one.url, "what": one.what} for one in found))
    line(f"{len(found)} captures are read differently; nothing is changed yet: add --yes to archive it")


def as_json(value: Any) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))  # noqa: T201


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, numbers: Sequence[str] = ()) -> None:
    """Print rows as a table; what strangers wrote is printed as text, never as markup."""
    shown = grid()
    for column in columns:
        shown.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(escape(cell(row.get(column), MOST_CHARS)) for column in columns))
    console().print(shown)


def rows(found: pa.Table, json_wanted: bool) -> None:
    """Print the result of a query."""
    if json_wanted:
        as_json(found.to_pylist())
    elif found.num_rows == 0:
        console(stderr=True).print("no rows")
    elif found.num_columns > MOST_COLUMNS:
        for row in found.to_pylist():
            table(["column", "value"], [{"column": name, "value": value} for name, value in row.items()])
            console().print()
    else:
        table(found.column_names, found.to_pylist())


def night(described: Manifest) -> None:
    """Print the table of a night's sources."""
    listed = [*summary.table(described), summary.totals(described)]
    table(summary.COLUMNS, listed, numbers=(*summary.NUMBERS, "usual"))


def checks(found: Sequence[Check], json_wanted: bool, *, none: str) -> bool:
    """Print checks, ``none`` when there are none; True when all passed."""
    if json_wanted:
        as_json([check.model_dump() for check in found])
    elif not found:
        console().print(none)
    else:
        for check in found:
            console().print(f"{'ok ' if check.passed else 'BAD'} {escape(check.name)} {escape(check.note)}")
    return all(check.passed for check in found)


def connection(found: Connection) -> None:
    """Print what a reader outside needs: for a shell, and for a DuckDB of one's own."""
    out = console()
    out.print(f"export AWS_ENDPOINT_URL={found.endpoint_url}")
    out.print(f"export AWS_ACCESS_KEY_ID={found.access_key_id}")
    out.print(f"export AWS_SECRET_ACCESS_KEY={found.secret_access_key}")
    out.print(f"export AWS_REGION={found.region}")
    out.print(f"# the archive is s3://{found.bucket}/ for as long as this command runs; in DuckDB:")
    out.print(f"#   LOAD '{sandbox.extension()}';", soft_wrap=True)
    out.print(f"#   {found.duckdb_secret()};", soft_wrap=True)


def _found(archive: Archive, what: str) -> ArticleRow:
    found = archive.article(what)
    if found is None:
        raise UsageError(f"no article {what!r} in the archive: give an article_id or a URL as in `warraq query`")
    return found


def difference(archive: Archive, what: str) -> None:
    """Print the newest revision with what it took out struck through and what it put in underlined."""
    found = _found(archive, what)
    history = archive.history(found.article_id)
    if len(history) < 2:
        raise UsageError(f"article {found.article_id} has one revision: there is nothing to compare")
    before, after = history[-2:]
    out = console()
    changed = [*changed_parts(before, after), *(["date"] if before.published_at != after.published_at else [])]
    revisions = f"revision {before.revision} ({before.run}) → {after.revision} ({after.run})"
    out.print(f"{revisions}: {', '.join(changed)} changed")
    for old, new in ((before.title or "", after.title or ""), (before.text, after.text)):
        out.print()
        out.print(Text.assemble(*_marked(word_diff(plain(old), plain(new)))), soft_wrap=True)


def _marked(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Words with their style; in plain output the marks [-…-] and {+…+} say the same."""
    for change in changes:
        if change.op == "equal":
            yield _spaced(change.new), ""
            continue
        if change.old:
            yield f"[-{_spaced(change.old).strip()}-]", "red strike"
            yield " ", ""
        if change.new:
            yield f"{{+{_spaced(change.new).strip()}+}}", "green underline"
            yield " ", ""


def _spaced(words: Iterable[str]) -> str:
    """Words with a space after each but a line break."""
    return "".join(word if word.endswith("\n") else f"{word} " for word in words)


def article(archive: Archive, what: str, json_wanted: bool) -> None:
    """Print an article with its history, its copies and its story."""
    found = _found(archive, what)
    history = archive.history(found.article_id)
    cluster = archive.cluster(found.cluster_id)
    story = archive.story(found.story_id) if found.story_id else None
    if json_wanted:
        as_json(
            {
                "article": asdict(found),
                "revisions": [asdict(row) for row in history],
                "cluster": [asdict(row) for row in cluster],
                "story": asdict(story) if story else None,
            }
        )
        return
    out = console()
    out.print(f"[bold]{escape(plain(found.title or '(no title)'))}[/bold]")
    facts = {
        "article": found.article_id,
        "source": found.source_id,
        "url": found.canonical_url,
        "published": found.published_at or "unknown",
        "read from": f"{found.published_rule or '-'}, precision {found.published_precision or '-'}",
        "first seen": found.first_seen_at,
        "unpublished": found.unpublished_at or "",
        "authors": ", ".join(found.authors),
        "credits": ", ".join(found.credits),
        "countries": ", ".join(found.countries),
        "flags": ", ".join(found.quality_flags),
    }
    for name, value in facts.items():
        if value:
            out.print(f"{name:>12}  {escape(plain(str(value)))}")
    out.print()
    out.print(escape(plain(found.text)))
    out.print("\n[bold]revisions[/bold]")
    table(
        ["revision", "run", "words", "title"],
        [{"revision": r.revision, "run": r.run, "words": r.word_count, "title": r.title} for r in history],
    )
    others = [row for row in cluster if row.article_id != found.article_id]
    if others:
        out.print("\n[bold]cluster[/bold]")
        listed = [
            {
                "role": "copy" if row.copy_of else "original",
                "source": row.source_id,
                "similarity": f"{row.copy_similarity:.2f}" if row.copy_similarity is not None else "",
                "title": row.title,
                "url": row.canonical_url,
            }
            for row in others
        ]
        table(list(listed[0]), listed)
    if story:
        out.print(f"\n[bold]story[/bold] {story.story_id}: {escape(plain(story.title or ''))}")
        publishers = ", ".join(story.source_ids)
        out.print(f"{story.article_count} articles and {story.copy_count} copies by {publishers}")
