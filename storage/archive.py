"""The archive as a reader sees it: tables by day and source, one article with its history, and SQL.

    from storage.archive import Archive
    with Archive() as archive:
        table = archive.articles(since="2026-11-18", sources=["minbar"], columns=["title", "published_at"])
        top = archive.sql("select source_id, count(*) from articles group by all")

Daily objects are replaced as a whole while nights run. A read that meets a replacement is done again a few times
before it raises: the lease must say that nobody wrote meanwhile, or the tags of all objects it covers must be the same
before and after, so that no result ever mixes two versions. Objects of a run (revisions, outcomes) are shown once the
run is committed.
"""

import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as pafs

from storage import catalog, embedded, ids, layout, lease, manifest, sandbox, snapshots
from storage.datasets import DATASETS, Day, Listing, check_columns, columns_of, day_of, listing, path_field
from storage.errors import FixityError, QueryError, StoreUnreachableError
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.records import ArticleRow, StoryRow
from storage.schema import R, from_table
from storage.settings import Settings

if TYPE_CHECKING:
    from pyiceberg.table import StaticTable

READ_ATTEMPTS = 6
"""Under the worst churn a read failed about 1 time in 4 (2026-11-21): six times running is 1 in 4,000."""
RETRY_S = 0.1
"""Seconds before the first repetition; doubled each time. A replacement takes about .02 s (2026-11-22)."""


class Archive:
    """An archive to read from. A context manager; without one it is closed when the process ends.

    ``as_of`` is a day: everything is read as it was known after the newest run committed up to it, whatever nights
    did since, or are doing now. With no endpoint in the settings it starts, or joins, the embedded store of
    ``settings.data_dir``. Raises ``SettingsError``, ``StoreUnreachableError`` or ``StoreDeniedError``, and
    ``QueryError`` for a day without a snapshot.
    """

    def __init__(self, settings: Settings | None = None, *, as_of: Day = None) -> None:
        settings = settings or Settings.load()
        self._close: Callable[[], object] = lambda: None
        connection = None
        if settings.embedded:
            attachment = embedded.attach(settings.data_dir, bucket=settings.bucket)
            self._close = weakref.finalize(self, attachment.close)
            connection = attachment.connection
        # A reader makes no bucket of a mistyped name; the embedded one has no other user who could.
        self.store = ObjectStore.open(settings, connection=connection, create=settings.embedded)
        """The bucket."""
        day = day_of(as_of)
        self.as_of = snapshots.resolve(self.store, day) if day else None
        """The run after which the archive is read; None: as it is."""

    def close(self) -> None:
        """Let go of the embedded store."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def latest(self) -> Manifest | None:
        """The manifest of the newest committed run, or of the run ``as_of``; None for an empty archive."""
        return manifest.load(self.store, self.as_of) if self.as_of else manifest.latest(self.store)

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        return self.store.connection.bucket

    @property
    def filesystem(self) -> pafs.S3FileSystem:
        """For ``pandas.read_parquet("<bucket>/articles/", filesystem=…)`` and pyarrow."""
        return self.store.connection.pyarrow_filesystem()

    @property
    def storage_options(self) -> dict[str, str]:
        """For ``polars.scan_parquet("s3://<bucket>/articles/**/*.parquet", storage_options=…)``."""
        return self.store.connection.storage_options()

    def articles(
        self,
        since: Day = None,
        until: Day = None,
        sources: Iterable[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Distinct articles, newest revision, with their ``date``; ``since`` and ``until`` are days, both included.

        Only the days asked for are read. Raises ``QueryError`` for a column or day that is none.
        """
        return self._table("articles", since, until, sources, columns)

    def copies(
        self,
        since: Day = None,
        until: Day = None,
        sources: Iterable[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Articles whose text another publisher had first; as ``articles``."""
        return self._table("copies", since, until, sources, columns)

    def stories(self, since: Day = None, until: Day = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Stories by their first day, as ``date``; as ``articles``."""
        return self._table("stories", since, until, None, columns)

    def syndication(
        self,
        since: Day = None,
        until: Day = None,
        sources: Iterable[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Each copy beside the article it copies, by the copy's day and publisher; as ``articles``."""
        return self._table("syndication", since, until, sources, columns)

    def rows(self, since: Day = None, until: Day = None, sources: Iterable[str] | None = None) -> Iterator[ArticleRow]:
        """Articles as records, day after day; a day is read when its first article is asked for."""
        first, last = day_of(since), day_of(until)
        wanted = None if sources is None else list(sources)
        keys = listing(self.store, ["articles"], first=first, last=last, as_of=self.as_of)["articles"]
        for day in sorted(told[1] for key in keys if (told := layout.path_key(key))):
            yield from from_table(ArticleRow, self.articles(day, day, wanted))

    def revisions(self, run: str | None = None, article_id: str | None = None) -> pa.Table:
        """Every distinct text first read in a run (None: in any), of one article or of all."""
        found = None if article_id is None else pc.field("article_id") == article_id
        return self._of_run("revisions", run, found)

    def outcomes(self, run: str | None = None) -> pa.Table:
        """One row for every link found in a run (None: in any)."""
        return self._of_run("outcomes", run, None)

    def article(self, id_or_url: str) -> ArticleRow | None:
        """The newest revision of an article, or of a copy, by its id or one of its URLs; None when there is none."""
        wanted = [id_or_url, ids.article_id(id_or_url)]
        found = pc.field("article_id").isin(wanted) | (pc.field("url") == id_or_url)
        rows = self._rows("articles", ArticleRow, found) or self._rows("copies", ArticleRow, found)
        return rows[0] if rows else None

    def history(self, article_id: str) -> list[ArticleRow]:
        """All revisions of an article, the first one first; empty for an unknown article."""
        rows = from_table(ArticleRow, self.revisions(article_id=article_id))
        return sorted(rows, key=lambda row: row.revision)

    def cluster(self, cluster_id: str) -> list[ArticleRow]:
        """An article and its copies, the article first."""
        found = pc.field("cluster_id") == cluster_id
        return self._rows("articles", ArticleRow, found) + self._rows("copies", ArticleRow, found)

    def story(self, story_id: str) -> StoryRow | None:
        """A story; None when there is none of that id."""
        rows = self._rows("stories", StoryRow, pc.field("story_id") == story_id)
        return max(rows, key=lambda row: row.run) if rows else None

    def iceberg(self) -> "StaticTable":
        """The Iceberg table of revisions, all runs of it, for pyiceberg (``storage.catalog``).

        Raises ``ObjectMissingError`` when no run was entered yet.
        """
        return catalog.static_table(self.store)

    def sql(self, query: str) -> pa.Table:
        """The result of one DuckDB ``SELECT`` over ``articles copies stories syndication revisions outcomes``.

        The first four have their day as ``date``. The query sees nothing but these views. Raises
        ``QueryError`` with DuckDB's reason.
        """

        def read(found: Listing) -> pa.Table:
            root = f"s3://{self.store.connection.bucket}/"
            folders = [prefix for prefix, _ in DATASETS.values()] + ([layout.SNAPSHOTS] if self.as_of else [])
            with sandbox.connect(self.store.connection, [root + folder for folder in folders]) as opened:
                for name in DATASETS:
                    urls = [root + key for key in found.get(name, ())]
                    sandbox.add_view(opened, name, urls, columns_of(name).empty_table())
                sandbox.confine(opened)
                return sandbox.run(opened, query)

        # Only what the query names is listed; the others are there, empty, for DuckDB's "did you mean".
        named = [name for name in DATASETS if name in query.lower()]
        return self._again(lambda quiet: listing(self.store, named, as_of=self.as_of, quiet=quiet), read)

    def _table(
        self, name: str, since: Day, until: Day, sources: Iterable[str] | None, columns: Sequence[str] | None
    ) -> pa.Table:
        found = None if sources is None else pc.field("source_id").isin(list(sources))
        check_columns(name, columns)
        return self._read(name, day_of(since), day_of(until), columns, found)

    def _of_run(self, name: str, run: str | None, found: pc.Expression | None) -> pa.Table:
        run = layout.check_run(run) if run is not None else None
        return self._read(name, run, run, None, found)

    def _rows(self, name: str, record: type[R], found: pc.Expression) -> list[R]:
        return from_table(record, self._read(name, None, None, None, found))

    def _read(
        self,
        name: str,
        first: str | None,
        last: str | None,
        columns: Sequence[str] | None,
        found: pc.Expression | None,
    ) -> pa.Table:
        schema = columns_of(name)
        names = list(columns) if columns is not None else schema.names
        folders = ds.partitioning(pa.schema([path_field(name)]), flavor="hive")

        def read(keys: Listing) -> pa.Table:
            paths = [f"{self.store.connection.bucket}/{key}" for key in keys[name]]
            if not paths:
                return schema.empty_table().select(names)
            files = ds.dataset(
                paths, schema=schema, format="parquet", filesystem=self.filesystem, partitioning=folders
            )
            return files.to_table(columns=names, filter=found)

        def covered(quiet: bool) -> Listing:
            return listing(self.store, [name], first=first, last=last, as_of=self.as_of, quiet=quiet)

        return self._again(covered, read)

    def _again(self, covered: Callable[[bool], Listing], read: Callable[[Listing], pa.Table]) -> pa.Table:
        """Read until no object was replaced meanwhile; what fails although nothing was replaced is a fault."""
        reason = "its objects kept changing"
        for attempt in range(READ_ATTEMPTS):
            quiet = lease.quiet(self.store)
            before = covered(quiet is not None)
            try:
                table = read(before)
                if self._was(quiet) or covered(False) == before:
                    return table
            except (duckdb.IOException, duckdb.HTTPException) as error:
                reason = sandbox.one_line(error)
            except (OSError, pa.ArrowInvalid, duckdb.Error, UnicodeDecodeError) as error:
                # Bytes of two versions read as one: the reader's message is then about the nonsense it saw.
                reason = sandbox.one_line(error)
                if self._was(quiet) or covered(False) == before:
                    raise _fault(error, reason) from None
            time.sleep(RETRY_S * 2**attempt)
        raise StoreUnreachableError(
            f"{self.store.connection.place} could not be read {READ_ATTEMPTS} times running: {reason}"
        )

    def _was(self, quiet: str | None) -> bool:
        """Whether nobody has written since: then nothing is listed again, which for ten years takes longer than most
        queries."""
        return quiet is not None and lease.quiet(self.store) == quiet


def _fault(error: Exception, reason: str) -> Exception:
    if isinstance(error, duckdb.Error):
        return QueryError(reason)
    return FixityError(f"an object of the archive cannot be read: {reason}; `warraq verify` names it")
