"""What linking a night costs against histories of different length: run it by hand, nothing is asserted.

    python tests/benchmarks/history.py --known 0 100000 1000000 5000000 [--a-day 1370] [--eval FOLDER]

An archive's index is written to an embedded store (``made_archive``), so many articles a day: made from texts of words
drawn as often as real ones, or from the ANT corpus of ``FOLDER`` (or ``WARRAQ_EVAL``). Then for each length one night
of 10,000 new articles, of which some copy old and recent ones, is linked against it and its index written, in a
process of its own; 0 is a night against no archive. Printed are seconds, the peak of resident memory, bytes read from
and written to the store, and bytes kept for each article. Days of which tonight reads nothing but their keys are not written unless ``--whole``
asks for them. ``--archive FOLDER`` keeps the archive and uses it again.
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
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import made_archive
import pyarrow.parquet as pq

from flows.linking import frequencies
from flows.linking.index import StoredIndex
from flows.linking.night import Candidate, link_night
from flows.linking.revisions import reading_row
from storage import embedded, ids, inventory, layout, manifest
from storage.daytable import ARTICLES, DayTable
from storage.objects import ObjectStore
from storage.records import IndexRow
from storage.settings import Settings
from tests.articles import article

NIGHT_SIZE = 10_000
TONIGHT = date(2026, 11, 20)
LAST = TONIGHT - timedelta(days=1)
BASE = 2_000
"""Real articles that known ones are made from."""
SAME_TEXT, REVISED = 10, 200
"""Articles of tonight that repeat the text of a known one of any age (4 of 10,000 real ones repeat one older than 11
days, 22,242 articles, 2026-11-22), and known ones of two days that changed."""
REACH = 40
"""Days before tonight of which a night may read rows; of older ones it asks for single texts, known beforehand."""
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


def row_of(text: str, number: int) -> IndexRow:
    """The index row of a text read alone."""
    url, noon = made_archive.address(number), datetime(2026, 11, 19, 9, tzinfo=UTC)
    return reading_row(
        article(url, text, noon, title=" ".join(text.split()[:9])),
        article_id=ids.article_id(url),
        source_id="",
        canonical_url=url,
        captured_at=noon,
        run="",
        extractor="made",
        capture_file="",
        capture_offset=0,
    )


def repeated(known: int, a_day: int) -> list[int]:
    """Numbers of the known articles whose text tonight repeats."""
    rng, newest = random.Random(SEED), made_archive.numbers(LAST, a_day)[-1]
    return [newest - rng.randrange(known) for _ in range(SAME_TEXT)]


def tonight(base: list[str], known: int, a_day: int) -> list[Candidate]:
    """10,000 articles: most of them new, some with the text of an old one, some known ones with another text.

    Words of new ones are replaced by words about as frequent, so that there are no more rare words than in real news.
    """
    rng = random.Random(SEED)
    times = Counter(word for text in base for word in text.split())
    ranked = [word for word, _ in times.most_common()]
    rank = {word: at for at, word in enumerate(ranked)}
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    newest = made_archive.numbers(LAST, a_day)[-1]
    again = repeated(known, a_day) if known else []
    found = {}
    for number in range(NIGHT_SIZE):
        step = rng.randint(1, 50)
        words = [
            ranked[min(rank[word] * (100 + step) // 100 + step, len(ranked) - 1)] for word in base[number].split()
        ]
        url = f"https://t{rng.randrange(made_archive.SOURCES)}.example/{number}"
        text = " ".join(words)
        if known and number < SAME_TEXT:
            text = made_archive.text_of(again[number])
        elif known and number < SAME_TEXT + REVISED:
            url = made_archive.address(newest - rng.randrange(2 * a_day))
        found[url] = Candidate(
            article_id=ids.article_id(url),
            source_id=url[8:].partition(".")[0],
            canonical_url=url,
            article=article(url, text, at, title=" ".join(words[:9])),
            captured_at=at,
            extractor="made",
            capture_file="",
            capture_offset=0,
        )
    return list(found.values())


class Counting(ObjectStore):
    """A store that counts the bytes read."""

    read_bytes = 0
    reads = 0
    written_bytes = 0

    def get(self, key: str, *, version_id: str | None = None) -> bytes:
        """See ``ObjectStore``."""
        data = super().get(key, version_id=version_id)
        Counting.read_bytes += len(data)
        Counting.reads += 1
        return data

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See ``ObjectStore``."""
        data = super().get_range(key, start, length)
        Counting.read_bytes += len(data)
        Counting.reads += 1
        return data

    def ensure(self, key: str, data: bytes, **fields: Any) -> Any:
        """See ``ObjectStore``."""
        Counting.written_bytes += len(data)
        return super().ensure(key, data, **fields)


def link_one_night(settings: Settings, run: str | None, known: int, a_day: int, folder: Path | None) -> None:
    """Link and write tonight in this process, against the archive as a run left it, and say what it took."""
    store = Counting.open(settings)
    candidates = tonight(texts(folder, NIGHT_SIZE), known, a_day)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.perf_counter(), time.process_time()
    archive = inventory.load(store, manifest.load(store, run) if run else None)
    table = DayTable(store, archive, ARTICLES)
    row = archive.only(layout.TERMS)
    known_terms = frequencies.from_parquet(inventory.read(store, row)) if row else frequencies.NONE
    loaded = time.process_time()
    links = link_night(candidates, index=StoredIndex(table, known_terms), run=TONIGHT.isoformat(), agencies={})
    linked = time.process_time()
    rows = [*(decision.row for decision in links.decisions), *links.touched]
    for _ in table.write(rows, TONIGHT.isoformat()):
        pass
    written = time.process_time()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = Counter(decision.outcome for decision in links.decisions)
    say(f"known {known:,}: {dict(sorted(ends.items()))}, {len(links.stories)} stories")
    say(
        f"known {known:,}: {written - cpu:.1f} s of the processor (open {loaded - cpu:.1f}, link {linked - loaded:.1f}, "
        f"write {written - linked:.1f}), {seconds:.1f} s by the clock; peak {peak / 1024:.0f} MB (texts alone "
        f"{before / 1024:.0f}); read {Counting.read_bytes / 1e6:.0f} MB in {Counting.reads} requests, "
        f"written {Counting.written_bytes / 1e6:.0f} MB"
    )


def make(store: ObjectStore, known: list[int], a_day: int, folder: Path | None, whole: bool) -> None:
    """Write the archive, and say how much of it is kept an article."""
    maker = made_archive.Maker([row_of(text, number) for number, text in enumerate(texts(folder, BASE))])
    asked = {date.fromordinal(number // a_day) for length in known for number in repeated(length, a_day)}
    asked |= {LAST - timedelta(days=back) for back in range(REACH)}
    for articles, committed in made_archive.write(
        store, maker, last=LAST, a_day=a_day, known=known, whole=lambda day: whole or day in asked
    ):
        archive = inventory.load(store, committed)
        kept = Counter[str]()
        for slot, row in archive.entries.items():
            kept[slot.partition("=")[0].rpartition("/")[0]] += row.bytes
        each = ", ".join(f"{name} {total / articles:.1f}" for name, total in sorted(kept.items()))
        say(f"{articles:,} articles in {len(archive.entries)} objects; bytes kept an article: {each}")


def say(line: str) -> None:
    """Print at once: a run takes minutes."""
    print(line, flush=True)  # noqa: T201


def main() -> None:
    """Measure each length in turn."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--known", type=int, nargs="+", default=[0, 100_000, 1_000_000, 5_000_000])
    options.add_argument("--a-day", type=int, default=NIGHT_SIZE, help="known articles a day")
    options.add_argument("--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None)
    options.add_argument("--archive", type=Path, help="where the archive is kept, and found by the next call")
    options.add_argument("--whole", action="store_true", help="write all days: 1.7 kB an article, hours for millions")
    options.add_argument("--night", help=argparse.SUPPRESS)
    given = options.parse_args()
    folder = Path(given.eval) if given.eval else None
    if given.night is not None:
        link_one_night(Settings(_env_file=None), given.night or None, given.known[0], given.a_day, folder)
        return
    with tempfile.TemporaryDirectory() as made, embedded.running(given.archive or Path(made)) as connection:
        secrets = {
            "WARRAQ_ENDPOINT_URL": connection.endpoint_url,
            "WARRAQ_ACCESS_KEY_ID": connection.access_key_id,
            "WARRAQ_SECRET_ACCESS_KEY": connection.secret_access_key,
            "WARRAQ_BUCKET": f"known-{given.a_day}",
        }
        os.environ.update({name: value for name, value in secrets.items() if value})
        store = ObjectStore.open(Settings(_env_file=None))
        lengths = [known for known in given.known if known]
        if lengths and not manifest.committed_runs(store):
            make(store, lengths, given.a_day, folder, given.whole)
        runs = dict(zip([0, *sorted(lengths)], ["", *manifest.committed_runs(store)], strict=True))
        for known in given.known:
            line = [sys.executable, __file__, "--night", runs[known], "--known", str(known)]
            line += ["--a-day", str(given.a_day), *(["--eval", str(folder)] if folder else [])]
            subprocess.run(line, check=True)


if __name__ == "__main__":
    main()
