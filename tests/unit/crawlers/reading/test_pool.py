import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.reading import pool as pool_module
from crawlers.reading.pool import ReadingPool
from crawlers.reading.records import Page, Reading
from storage.errors import UnknownSourceError, WarraqError


def page(word):
    return Page(
        source_id="minbar",
        url=f"http://minbar.example/{word}",
        body=word.encode(),
        content_type="text/html",
        captured_at=datetime(2026, 11, 20, tzinfo=UTC),
        hint_title=None,
        hint_published=None,
    )


def behave(given: Page) -> Reading:
    """Stands in for the reader in the workers: does what the body says."""
    word = given.body.decode()
    if word == "hang":
        time.sleep(60)
    if word == "crash":
        os._exit(11)
    if word.startswith("killed"):
        # Ends its worker, as the system would, until it has been tried so often.
        marks = Path(word.split(" ", 2)[2])
        with marks.open("a") as file:
            file.write("x")
        if marks.stat().st_size < int(word.split(" ", 2)[1]):
            os.kill(os.getpid(), signal.SIGKILL)
    if word == "memory":
        return Reading(outcome=str(len(bytearray(64 * 1024**3))), reason="", article=None)
    if word == "raise":
        raise RecursionError("too deep")
    if word == "unknown":
        raise UnknownSourceError("unknown source")
    return Reading(outcome="not_article", reason=word, article=None)


@pytest.fixture
def behaving(monkeypatch):
    monkeypatch.setattr(pool_module, "_read", behave)


def test_readings_come_in_the_order_of_the_pages():
    with ReadingPool(2, 30) as pool:
        readings = list(pool.read(page(f"صفحة {n}") for n in range(20)))
    assert [reading.outcome for reading in readings] == ["not_article"] * 20


@pytest.mark.usefixtures("behaving")
def test_a_page_that_hangs_crashes_or_overflows_costs_only_itself():
    with ReadingPool(2, 3) as pool:
        words = ["a", "hang", "b", "crash", "c", "memory", "d", "raise", "e"]
        readings = list(pool.read(map(page, words)))
    reasons = {word: reading.reason for word, reading in zip(words, readings, strict=True)}
    assert [reading.outcome == "quarantine" for reading in readings] == [False, True] * 4 + [False]
    assert "3 s" in reasons["hang"]
    assert "exit code" in reasons["crash"]
    assert "MiB" in reasons["memory"]
    assert "RecursionError" in reasons["raise"]


@pytest.mark.usefixtures("behaving")
def test_a_page_whose_worker_was_killed_is_read_again(tmp_path):
    words = ["a", f"killed {pool_module.TRIES} {tmp_path / 'marks'}", "b", f"killed 99 {tmp_path / 'never'}", "c"]
    with ReadingPool(2, 30) as pool:
        readings = list(pool.read(map(page, words)))
    assert [reading.outcome for reading in readings] == ["not_article"] * 3 + ["quarantine", "not_article"]
    assert (tmp_path / "never").stat().st_size == pool_module.TRIES


@pytest.mark.usefixtures("behaving")
def test_workers_killed_while_they_wait_are_replaced():
    with ReadingPool(2, 30) as pool:
        list(pool.read([page("a")]))
        for worker in multiprocessing.active_children():
            os.kill(worker.pid, signal.SIGKILL)
        readings = list(pool.read(map(page, ["b", "c", "d"])))
    assert [reading.reason for reading in readings] == ["b", "c", "d"]


@pytest.mark.usefixtures("behaving")
def test_an_undeclared_source_is_the_callers_mistake_not_the_pages():
    with ReadingPool(1, 30) as pool, pytest.raises(UnknownSourceError):
        list(pool.read([page("unknown")]))


def test_pages_are_taken_only_as_fast_as_they_are_read(monkeypatch):
    monkeypatch.setattr(pool_module, "_read", behave)
    taken = []
    with ReadingPool(1, 30) as pool:
        readings = pool.read(taken.append(n) or page("a") for n in range(1000))
        next(readings)
        assert len(taken) <= pool_module.QUEUED_PER_WORKER + 1
        readings.close()


def test_a_pool_outside_its_block_says_so():
    with pytest.raises(WarraqError, match="context manager"):
        next(ReadingPool(1, 1).read([page("a")]))
