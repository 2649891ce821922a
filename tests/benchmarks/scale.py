"""What reading a day costs in archives of different length: run it by hand, nothing is asserted.

    python tests/benchmarks/scale.py --days 40 365 3650 [--a-day 1370] [--eval FOLDER]

``articles/`` grows in one embedded store, a day an object, as columns made of real texts (``made_archive``). The newest
40 days are whole; older ones, which the questions do not ask for, hold a tenth of a day's rows, the same in all. At
each length one day of one publisher is read by DuckDB and by pyarrow, and the inventory of five kinds of daily objects
is written. Each is the median of five rounds; the first round, which opens connections, is left out.
What linking costs at such lengths is measured by ``history.py``.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import history
import made_archive

from storage import embedded, layout
from storage.archive import Archive
from storage.inventory import Inventory
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, table_parquet
from storage.records import ArticleRow
from storage.settings import Settings

WHOLE_DAYS = 40
PART = 10
ROUNDS = 5
KINDS = (layout.ARTICLES, layout.COPIES, layout.STORIES, layout.ARTICLE_INDEX, layout.LINK_STATE)
THREADS = 4


def grow(store: ObjectStore, maker: made_archive.Maker, a_day: int, since: int, until: int) -> list[ObjectEntry]:
    """Write the days that lie so many days back, from ``since`` up to ``until``; what was written."""
    newest = maker.day(history.LAST, made_archive.numbers(history.LAST, a_day)).articles()
    part = table_parquet(ArticleRow, newest.slice(0, a_day // PART))

    def put(back: int) -> ObjectEntry:
        day = history.LAST - timedelta(days=back)
        data = part
        if back < WHOLE_DAYS:
            data = table_parquet(ArticleRow, maker.day(day, made_archive.numbers(day, a_day)).articles())
        store.put_new(layout.articles(day), data, content_type=CONTENT_TYPE)
        return ObjectEntry.of(layout.articles(day), data, rows=a_day)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(put, range(since, until)))


def medians(work: Callable[[], object]) -> str:
    """Seconds of the clock and of the processor that a call takes."""
    clock, processor = [], []
    for _ in range(ROUNDS + 1):
        started, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return f"{statistics.median(clock[1:]):.2f} s ({statistics.median(processor[1:]):.2f} s of the processor)"


def inventory_of(days: int) -> Inventory:
    """The inventory of an archive of so many days."""
    entries = [
        ObjectEntry(key=key, rows=1370, bytes=2_000_000, sha256="0" * 64)
        for back in range(days)
        for day in [history.LAST - timedelta(days=back)]
        for key in (f"{kind}date={day}/rows.parquet" for kind in KINDS)
    ]
    return Inventory().after(history.LAST.isoformat(), entries)


def measure(archive: Archive, days: int) -> None:
    """Print what reading one day of one publisher takes, and what the inventory does."""
    day = (history.LAST - timedelta(days=9)).isoformat()
    query = f"select title, word_count from articles where date = date '{day}' and source_id = 's7'"
    rows = archive.sql(query).num_rows
    by_duckdb = medians(lambda: archive.sql(query))
    by_pyarrow = medians(lambda: archive.articles(since=day, until=day, sources=["s7"]))
    made = inventory_of(days)
    started = time.process_time()
    size = len(made.to_parquet())
    seconds = time.process_time() - started
    history.say(
        f"{days} days: one day of one publisher ({rows} rows): DuckDB {by_duckdb}, pyarrow {by_pyarrow}; "
        f"inventory {len(made.entries)} lines, {size / 1e6:.2f} MB, {seconds:.2f} s of the processor to write"
    )


def main() -> None:
    """Measure each length in turn."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--days", type=int, nargs="+", default=[40, 365, 3650])
    options.add_argument("--a-day", type=int, default=1370, help="articles a day: five million in ten years")
    options.add_argument("--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None)
    given = options.parse_args()
    texts = history.texts(given.eval, history.BASE)
    maker = made_archive.Maker([history.row_of(text, number) for number, text in enumerate(texts)], texts)
    with tempfile.TemporaryDirectory() as place, embedded.running(Path(place), bucket="scale") as connection:
        settings = Settings(
            _env_file=None,
            endpoint_url=connection.endpoint_url,
            access_key_id=connection.access_key_id,
            secret_access_key=connection.secret_access_key,
            bucket="scale",
        )
        store, written = ObjectStore.open(settings), 0
        archived, parent = Inventory(), None
        for days in sorted(given.days):
            # A run for each length, the shortest first.
            run = (history.LAST - timedelta(days=max(given.days) - days)).isoformat()
            archived = archived.after(run, grow(store, maker, given.a_day, written, days))
            made_archive.commit(store, run, [archived.put(store, run)], parent)
            written, parent = days, run
            with Archive(settings) as archive:
                measure(archive, days)


if __name__ == "__main__":
    main()
