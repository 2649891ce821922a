"""The only module that builds object keys; ``storage``'s docstring shows them together."""

import re
from datetime import date

from storage.errors import UsageError

LATEST = "runs/latest.json"
LEASE = "runs/lease.json"
ARTICLES = "articles/"
COPIES = "copies/"
STORIES = "stories/"
SYNDICATION = "syndication/"
REVISIONS = "revisions/"
OUTCOMES = "outcomes/"
LINK_STATE = "state/links/"
BLOCK_STATE = "state/blocks/"
HEALTH_STATE = "state/health/"
INVENTORY = "state/inventory/"
ARTICLE_INDEX = "index/articles/"
SNAPSHOTS = "snapshots/"
OLDEST_SNAPSHOT = "snapshots/oldest.json"
ICEBERG = "iceberg/revisions/"
ICEBERG_HINT = "iceberg/revisions/metadata/version-hint.text"
ICEBERG_SUFFIX = ".metadata.json"
ARTICLE_KEYS = "index/keys/"
LINK_KEYS = "state/link-keys/"
TERMS = "index/terms/"
CAPTURES = "captures/"
REPORTS = "reports/"
TOMBSTONES = "tombstones/"
GATHERING = "gathering/"
AMENDMENTS = "runs/amendments/"
DAILY = (ARTICLES, COPIES, SYNDICATION, STORIES)
"""Prefixes of the objects a reader sees by day."""

_NAME = r"\d{4}-\d{2}-\d{2}(?:s\d{3})?"
"""A night is named by its day. A supplement (an import, a backfill, a reread) is named by the night before it and its
number, ``2026-11-20s001``: so names sort in the order runs are committed, and never take the name of a night."""
_PATH_KEY = re.compile(rf"/(date|run)=({_NAME})/[^/]+\.parquet$")
_KEPT = re.compile(rf"snapshots/before=({_NAME})/(.+)")
_SLOT = re.compile(rf"(.+)/(?:run={_NAME}|[a-z]+)\.parquet")
_OF_SOURCE = re.compile(rf"captures/run={_NAME}/source=([a-z0-9_]+)/")
_PART = re.compile(r"/(?:date|month|run)=([0-9s-]+)/")
_OF_RUN = re.compile(rf"/run=({_NAME})[/.]")
_RUN = re.compile(_NAME)
_SOURCE = re.compile(r"[a-z][a-z0-9_]{1,40}")


def check_run(run: str) -> str:
    """Return ``run`` if it is a night (a calendar day) or a supplement; raise ``UsageError`` otherwise."""
    try:
        if _RUN.fullmatch(run) and night_of(run):
            return run
    except ValueError:
        pass
    raise UsageError(f"run {run!r} is not a logical night: give a calendar day such as 2026-11-20")


def night_of(run: str) -> date:
    """The day of a night, or of the night a supplement follows."""
    return date.fromisoformat(run[:10])


def is_night(run: str) -> bool:
    """Whether a run is a night and no supplement."""
    return len(run) == 10


def next_supplement(latest: str) -> str:
    """The name of the supplement that follows the newest committed run; the 1,000th of a night is a ``UsageError``."""
    number = int(latest[11:] or 0) + 1
    if number > 999:
        raise UsageError(f"{latest} is the last supplement of its night: wait for the next night")
    return f"{latest[:10]}s{number:03d}"


def check_source(source_id: str) -> str:
    """Return ``source_id`` if it can stand in a key; raise ``UsageError`` otherwise."""
    if _SOURCE.fullmatch(source_id):
        return source_id
    raise UsageError(f"source id {source_id!r}: use 2 to 41 lower-case letters, digits or _, a letter first")


def path_key(key: str) -> tuple[str, str] | None:
    """Name and value of the folder ``name=value`` an object of rows lies in; None for objects without one.

    A reader that knows such folders (pandas, Spark, DuckDB …) makes a column of it, so the file has none of that name.
    """
    found = _PATH_KEY.search(key)
    return (found[1], found[2]) if found else None


def capture_file(run: str, source_id: str, number: int) -> str:
    """Key of a source's ``number``-th WARC file of a run, from 0."""
    return f"captures/run={check_run(run)}/source={check_source(source_id)}/{source_id}-{number:05d}.warc.gz"


def articles(day: date) -> str:
    """Key of the one object of articles of a UTC publication day."""
    return f"{ARTICLES}date={day.isoformat()}/articles.parquet"


def copies(day: date) -> str:
    """Key of the one object of copies of a UTC publication day."""
    return f"{COPIES}date={day.isoformat()}/copies.parquet"


def stories(day: date) -> str:
    """Key of the one object of stories whose first day it is."""
    return f"{STORIES}date={day.isoformat()}/stories.parquet"


def syndication(day: date) -> str:
    """Key of the comparisons of a UTC day's copies with their originals."""
    return f"{SYNDICATION}date={day.isoformat()}/syndication.parquet"


def revisions(run: str) -> str:
    """Key of the revisions first read in a run."""
    return f"{REVISIONS}run={check_run(run)}/revisions.parquet"


def outcomes(run: str) -> str:
    """Key of a run's outcomes."""
    return f"{OUTCOMES}run={check_run(run)}/outcomes.parquet"


def run_of(key: str, *, own: bool = False) -> str | None:
    """The run an object was written by, as its key tells; None when it does not.

    With ``own`` only of captures, revisions and outcomes, which no later run replaces.
    """
    found = _OF_RUN.search(key)
    if found is None or (own and not key.startswith((CAPTURES, REVISIONS, OUTCOMES))):
        return None
    return found[1]


def source_of(key: str) -> str | None:
    """The source of a capture file; None for any other object."""
    found = _OF_SOURCE.match(key)
    return found[1] if found else None


def part_of(key: str) -> str:
    """The value of the folder ``name=value`` that an object, or its versions, lie in: a day, a month or a run.

    Raises ``UsageError`` for a key without one.
    """
    found = _PART.search(key)
    if found is None:
        raise UsageError(f"{key} lies in no folder of a day, a month or a run")
    return found[1]


def slot(key: str) -> str | None:
    """What an object that runs replace stands for, whatever its version; None for other objects, kept ones among them.

    ``articles/date=2026-11-18/articles.parquet`` and ``state/links/date=2026-11-18/run=2026-11-20.parquet`` give
    their folders.
    """
    found = _SLOT.fullmatch(key)
    return found[1] if found and "/run=" not in found[1] and not key.startswith(SNAPSHOTS) else None


def inventory(run: str) -> str:
    """Key of the inventory as of a run."""
    return f"{INVENTORY}run={check_run(run)}.parquet"


def day_segment(prefix: str, day: date, run: str) -> str:
    """Key of a day's rows of ``state/links/`` or ``index/articles/`` as of a run."""
    return f"{prefix}date={day.isoformat()}/run={check_run(run)}.parquet"


def key_segment(prefix: str, month: str, run: str) -> str:
    """Key of a month's look-up keys (``index/keys/``, ``state/link-keys/``) as of a run; month as ``2026-11``."""
    return f"{prefix}month={month}/run={check_run(run)}.parquet"


def block_state(run: str) -> str:
    """Key of the block state as of a run."""
    return f"{BLOCK_STATE}run={check_run(run)}.parquet"


def health_state(run: str) -> str:
    """Key of the sources' health history as of a run."""
    return f"{HEALTH_STATE}run={check_run(run)}.parquet"


def terms(run: str) -> str:
    """Key of the term frequencies as of a run."""
    return f"{TERMS}run={check_run(run)}.parquet"


def kept(run: str, key: str) -> str:
    """Key under which what ``key`` held before ``run`` replaced it is kept."""
    return f"{SNAPSHOTS}before={check_run(run)}/{key}"


def kept_of(key: str) -> tuple[str, str] | None:
    """The run and the key a kept object is of; None for any other object."""
    found = _KEPT.fullmatch(key)
    return (found[1], found[2]) if found else None


def iceberg_metadata(version: str) -> str:
    """Key of a version of the Iceberg table's metadata, by its name in the hint."""
    return f"{ICEBERG}metadata/{version}{ICEBERG_SUFFIX}"


def manifest(run: str) -> str:
    """Key of a run's manifest."""
    return f"runs/{check_run(run)}/manifest.json"


def owner(run: str) -> str:
    """Key of the name of the data folder a run belongs to."""
    return f"runs/{check_run(run)}/owner.json"


def attempts(run: str) -> str:
    """Key of the record of a run's attempts, which differs from archive to archive."""
    return f"runs/{check_run(run)}/attempts.json"


def amendment(run: str, number: int) -> str:
    """Key of the ``number``-th amendment, from 1, of what was committed up to a run."""
    return f"{AMENDMENTS}{check_run(run)}-{number:04d}.json"


def tombstone(tombstone_id: str) -> str:
    """Key of a tombstone."""
    return f"{TOMBSTONES}{tombstone_id}.json"


def captures(run: str, source_id: str = "") -> str:
    """Prefix of the capture files of a run, or of one source in it."""
    return f"{CAPTURES}run={check_run(run)}/" + (f"source={check_source(source_id)}/" if source_id else "")


def gathering(run: str, name: str, source_id: str = "") -> str:
    """Key of what passes between a night and the workers that gather for it: of all its sources, or of one."""
    return f"{GATHERING}run={check_run(run)}/" + (f"source={check_source(source_id)}/" if source_id else "") + name


def report(run: str, name: str = "index.html") -> str:
    """Key of a run's report page, or of a file beside it."""
    return f"reports/{check_run(run)}/{name}"
