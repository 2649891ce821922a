"""What linking a night costs against histories of different length: run it by hand, nothing is asserted.

    python tests/benchmarks/history.py --known 100000 1000000 5000000 [--eval FOLDER]

For each length an archive's index is written to an embedded store, 10,000 articles a day: texts made of words drawn
as often as real ones, or the ANT corpus of ``FOLDER`` (or ``WARRAQ_EVAL``) with its fingerprints shifted, so that
every known article is another one. Then one night of 10,000 new articles, of which some copy old and recent ones, is
linked and its index written, in a process of its own. Printed are seconds, the peak of resident memory, bytes read
from and written to the store, and bytes kept for each article.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from crawlers.reading.records import Article
from flows.linking import frequencies
from flows.linking.index import StoredIndex
from flows.linking.night import Candidate, link_night
from flows.linking.packed import pack, unpack
from flows.linking.revisions import reading_row
from storage import embedded, ids, inventory, layout, manifest
from storage.daytable import ARTICLES, DayTable, put_keys
from storage.inventory import Inventory
from storage.lookups import Keys
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, put_rows
from storage.records import IndexRow
from storage.settings import Settings

A_DAY = 10_000
TONIGHT = date(2026, 11, 20)
SOURCES = 100
SAME_TEXT, REVISED = 10, 200
"""Articles of tonight that repeat the text of a known one of any age (4 of 10,000 real ones repeat one older than 11
days, 22,242 articles, 2026-11-22), and known ones of two days that changed."""
WORDS = 300
SEED = 1
"""Of every random choice, so that two runs measure the same."""


def texts(folder: Path | None, count: int) -> list[str]:
    """Texts to draw from: real ones when there are any."""
    if folder:
        column = pq.read_table(folder / "ant_2018h1.parquet", columns=["text"])["text"].to_pylist()
        return [str(text) for text in column[:count]]
    rng = random.Random(SEED)
    words = ["".join(rng.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=rng.randint(2, 8))) for _ in range(50_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]  # Zipf's law
    return [" ".join(rng.choices(words, weights, k=rng.randint(WORDS // 3, WORDS * 2))) for _ in range(count)]


def article(text: str, url: str, at: datetime) -> Article:
    """An article as read, with nothing but a text."""
    return Article(
        canonical_url=url,
        title=" ".join(text.split()[:9]),
        text=text,
        authors=(),
        section=None,
        tags=(),
        image_url=None,
        published_at=at,
        published_date=at.date(),
        published_raw=None,
        published_rule="meta",
        published_precision="second",
        modified_at=None,
        language="ar",
        word_count=len(text.split()),
        credits=(),
        countries=(),
        geopolitical_score=1.0,
        quality_flags=(),
        encoding="utf-8",
        encoding_reason="utf-8",
    )


def address(number: int) -> str:
    """The address of a known article."""
    return f"https://s{number % SOURCES}.example/{number}"


def row_of(text: str, number: int, at: datetime) -> IndexRow:
    """The index row of a text read alone."""
    url = address(number)
    return reading_row(
        article(text, url, at),
        article_id=ids.article_id(url),
        source_id=f"s{number % SOURCES}",
        canonical_url=url,
        captured_at=at,
        run=at.date().isoformat(),
        extractor="made",
        capture_file="",
        capture_offset=0,
    )


def shifted(row: IndexRow, number: int, at: datetime) -> IndexRow:
    """Another article of the same size: its hashes moved, so that it shares none with the row it is made from."""
    url = address(number)
    article_id = ids.article_id(url)
    salt = np.uint32((number * 2654435761) % 2**32)
    terms = np.unique((unpack(row.term_ids) + number // 20 * 7) % 2**20)  # twenty articles of a day are alike: stories
    return replace(
        row,
        article_id=article_id,
        source_id=f"s{number % SOURCES}",
        canonical_url=url,
        date=at.date(),
        text_digest=ids.text_digest(f"text {number}"),
        revision_digest=ids.text_digest(f"revision {number}"),
        cluster_id=article_id,
        story_id=ids.story_id(f"{number // 20}"),
        published_at=at,
        first_seen_at=at,
        run=at.date().isoformat(),
        shingles=np.sort(unpack(row.shingles) + salt).tobytes(),
        term_ids=pack(terms),
        term_counts=row.term_counts[: 4 * len(terms)],
    )


def history(known: int, base: Sequence[IndexRow]) -> Iterator[tuple[date, list[IndexRow]]]:
    """Days of known articles, the newest one yesterday."""
    days = max(known // A_DAY, 1)
    for back in range(days, 0, -1):
        day = TONIGHT - timedelta(days=back)
        noon = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        numbers = range((days - back) * A_DAY, (days - back + 1) * A_DAY)
        yield day, [shifted(base[n % len(base)], n, noon + timedelta(seconds=n % 10_000)) for n in numbers]


def write_history(store: ObjectStore, known: int, base: Sequence[IndexRow]) -> None:
    """The index of so many known articles, committed."""
    run = (TONIGHT - timedelta(days=1)).isoformat()
    entries: list[ObjectEntry] = []
    total = frequencies.NONE
    pairs: dict[str, list[Any]] = {}
    for day, rows in history(known, base):
        entries.append(put_rows(store, layout.day_segment(ARTICLES.prefix, day, run), IndexRow, rows))
        month = f"{day:%Y-%m}"
        if pairs and month not in pairs:
            entries += _put_months(store, pairs, run)
        pairs.setdefault(month, []).extend(pair for row in rows for pair in ARTICLES.pairs(row))
        total = frequencies.changed(total, before=(), after=rows)
    entries += _put_months(store, pairs, run)
    data, count = frequencies.to_parquet(total)
    store.ensure(layout.terms(run), data, content_type=CONTENT_TYPE)
    entries.append(ObjectEntry.of(layout.terms(run), data, rows=count))
    archive = Inventory().after(run, entries)
    entry = archive.put(store, run)
    manifest.commit(
        store,
        manifest.Manifest(
            run=run,
            parent=None,
            clock=datetime(2026, 11, 19, 22, tzinfo=UTC),
            package_version="0",
            schema_version=3,
            objects=[entry],
            counts={},
            sources=[],
            checks=[],
        ),
    )
    kept = sum(row.bytes for row in archive.entries.values())
    say(f"known {known:,}: {kept / known:.0f} bytes kept an article, {len(archive.entries)} objects")


def _put_months(store: ObjectStore, pairs: dict[str, list[Any]], run: str) -> list[ObjectEntry]:
    entries = [put_keys(store, ARTICLES.keys, month, run, Keys.of(found)) for month, found in pairs.items()]
    pairs.clear()
    return entries


def tonight(base: Sequence[str], known: int) -> list[Candidate]:
    """10,000 articles: most of them new, some with the text of an old one, some known ones with another text.

    Words of new ones are replaced by words about as frequent, so that there are no more rare words than in real news.
    """
    rng = random.Random(SEED)
    times = Counter(word for text in base for word in text.split())
    ranked = [word for word, _ in times.most_common()]
    rank = {word: at for at, word in enumerate(ranked)}
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    found = {}
    for number in range(A_DAY):
        step = rng.randint(1, 50)
        words = [
            ranked[min(rank[word] * (100 + step) // 100 + step, len(ranked) - 1)] for word in base[number].split()
        ]
        url = f"https://t{rng.randrange(SOURCES)}.example/{number}"
        text = " ".join(words)
        if number < SAME_TEXT:
            text = f"text {rng.randrange(known)}"
        elif number < SAME_TEXT + REVISED:
            url = address(known - 1 - rng.randrange(2 * A_DAY))
        found[url] = Candidate(
            article_id=ids.article_id(url),
            source_id=url[8:].partition(".")[0],
            canonical_url=url,
            article=article(text, url, at),
            captured_at=at,
            extractor="made",
            capture_file="",
            capture_offset=0,
        )
    return list(found.values())


class Counting(ObjectStore):
    """A store that counts the bytes read."""

    read_bytes = 0
    written_bytes = 0

    def get(self, key: str, *, version_id: str | None = None) -> bytes:
        """See ``ObjectStore``."""
        data = super().get(key, version_id=version_id)
        Counting.read_bytes += len(data)
        return data

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See ``ObjectStore``."""
        data = super().get_range(key, start, length)
        Counting.read_bytes += len(data)
        return data

    def ensure(self, key: str, data: bytes, **fields: Any) -> Any:
        """See ``ObjectStore``."""
        Counting.written_bytes += len(data)
        return super().ensure(key, data, **fields)


def link_one_night(settings: Settings, known: int, folder: Path | None) -> None:
    """Link and write tonight in this process, and say what it took."""
    store = Counting.open(settings)
    base = texts(folder, A_DAY)
    candidates = tonight(base, known)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    archive = inventory.load(store, manifest.latest(store))
    table = DayTable(store, archive, ARTICLES)
    row = archive.only(layout.TERMS)
    assert row
    known_terms = frequencies.from_parquet(inventory.read(store, row))
    loaded = time.perf_counter()
    links = link_night(candidates, index=StoredIndex(table, known_terms), run=TONIGHT.isoformat(), agencies={})
    linked = time.perf_counter()
    rows = [*(decision.row for decision in links.decisions), *links.touched]
    for _ in table.write(rows, TONIGHT.isoformat()):
        pass
    written = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = Counter(decision.outcome for decision in links.decisions)
    say(f"known {known:,}: {dict(sorted(ends.items()))}, {len(links.stories)} stories")
    say(
        f"known {known:,}: {written - started:.1f} s (open {loaded - started:.1f}, link {linked - loaded:.1f}, "
        f"write {written - linked:.1f}); peak {peak / 1024:.0f} MB (texts alone {before / 1024:.0f}); "
        f"read {Counting.read_bytes / 1e6:.0f} MB, written {Counting.written_bytes / 1e6:.0f} MB"
    )


def say(line: str) -> None:
    """Print at once: a run takes minutes."""
    print(line, flush=True)  # noqa: T201


def main() -> None:
    """Measure each length in turn."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--known", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    options.add_argument("--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None)
    options.add_argument("--night", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    folder = Path(given.eval) if given.eval else None
    if given.night:
        link_one_night(Settings(_env_file=None), given.night, folder)
        return
    noon = datetime(2026, 11, 19, 9, tzinfo=UTC)
    base = [row_of(text, number, noon) for number, text in enumerate(texts(folder, 2_000))]
    with tempfile.TemporaryDirectory() as place, embedded.running(Path(place)) as connection:
        for known in given.known:
            secrets = {
                "WARRAQ_ENDPOINT_URL": connection.endpoint_url,
                "WARRAQ_ACCESS_KEY_ID": connection.access_key_id,
                "WARRAQ_SECRET_ACCESS_KEY": connection.secret_access_key,
                "WARRAQ_BUCKET": f"known-{known}",
            }
            os.environ.update({name: value for name, value in secrets.items() if value})
            write_history(ObjectStore.open(Settings(_env_file=None)), known, base)
            subprocess.run([sys.executable, __file__, "--night", str(known), *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
