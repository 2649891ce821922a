"""Hostile pages: newsroom pages mutated by seed and read; no crash, no hang, no row that breaks the schema.

``python tests/benchmarks/fuzz_reading.py --pages 20000`` reads them through the night's own pool, with bombs between
them and a worker killed in the middle; after each bomb a good page must be read right. It prints pages per second, the
outcomes, what was quarantined and every failure, and exits 1 if there was one. The same seed makes the same pages.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC
from functools import cache
from pathlib import Path

from crawlers.newsroom import nights
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.responses import respond_item
from crawlers.reading.page import read_page
from crawlers.reading.pool import ReadingPool
from crawlers.reading.records import READER, Article, Page, Reading
from crawlers.sources import get_source
from storage.outcomes import OUTCOMES
from storage.records import SCHEMA_VERSION, ArticleRow
from storage.schema import to_table

sys.path.insert(0, str(Path(__file__).parent))  # also where a test or a worker loads this file by its path
from hostile import BOMBS, MUTATIONS

LIMIT_S = 10.0
"""Longest a page may take; a night gives a page 20 s, so one near it is a finding (2026-11-22)."""
NIGHT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How the reading of one mutated page went."""

    number: int
    outcome: str
    seconds: float
    problem: str
    """Empty when nothing is wrong."""


@cache
def _pages() -> tuple[tuple[Item, bytes, str], ...]:
    found = []
    for item in items():
        if item.night <= NIGHT and item.kind not in ("redirect", "redirect_loop"):
            response = respond_item(item, NIGHT)
            found.append((item, response.body, dict(response.headers).get("Content-Type", "")))
    return tuple(found)


def mutated(number: int, seed: int) -> tuple[Page, str]:
    """The mutated page ``number`` of a seed and the names of its mutations."""
    rng = random.Random(f"{seed}/{number}")
    item, body, content_type = rng.choice(_pages())
    chosen = rng.choices(MUTATIONS, k=rng.choice((1, 1, 2, 3)))
    for mutate in chosen:
        body = mutate(body, rng)
    hints = (None, "", "a" * 1000, "٣١/٠٢/٢٠٢٦", "Wed, 99 Nov 2026 25:61:61 GMT", "\u202e")
    page = Page(
        source_id=item.publisher.id,
        url=rng.choice((item.url, item.url + "?q=%FF%00", item.url + "#" + "x" * 3000)),
        body=body,
        content_type=rng.choice(
            (content_type, "", "text/html; charset=utf-16", "text/html; charset=\u202e", "image/png")
        ),
        captured_at=nights.clock(NIGHT),
        hint_title=rng.choice(hints),
        hint_published=rng.choice(hints),
    )
    return page, "+".join(mutate.__name__.strip("_") for mutate in chosen)


def row_of(article: Article, page: Page) -> ArticleRow:
    """The row the archive would store of an article read alone."""
    stored = {field.name for field in fields(ArticleRow)}
    read = {field.name: getattr(article, field.name) for field in fields(Article) if field.name in stored}
    return ArticleRow(
        **read,
        article_id="0" * 24,
        source_id=page.source_id,
        url=page.url,
        first_seen_at=page.captured_at,
        last_seen_at=page.captured_at,
        unpublished_at=None,
        revision=1,
        revision_digest="",
        text_digest="",
        story_id=None,
        cluster_id="0" * 24,
        copy_of=None,
        copy_kind=None,
        copy_similarity=None,
        copy_count=0,
        rights=(),
        extractor=READER,
        capture_file="",
        capture_offset=0,
        run="2026-11-20",
        schema_version=SCHEMA_VERSION,
        parent_id=None,
        date=None,
    )


def problem_of(reading: Reading, page: Page) -> str:
    """What is wrong with a reading; empty when nothing is."""
    if reading.outcome not in OUTCOMES and reading.outcome != "article":
        return f"unknown outcome {reading.outcome!r}"
    if (reading.article is None) != (reading.outcome not in ("article", "off_topic")):
        return "an article without its outcome, or the reverse"
    reading.reason.encode()
    if reading.article is None:
        return "" if reading.reason else "no reason"
    article = reading.article
    to_table(ArticleRow, [row_of(article, page)]).validate(full=True)
    texts = [
        article.text,
        article.title or "",
        article.section or "",
        *article.authors,
        *article.tags,
        *article.credits,
    ]
    texts += [article.published_raw or "", article.canonical_url, article.image_url or "", reading.reason]
    if any(ord(char) < 32 and char not in "\n\t" for text in texts for char in text):
        return "a control character in a field"
    dates = [at for at in (article.published_at, article.modified_at) if at is not None]
    if any(at.tzinfo is not UTC or not 1990 <= at.year <= page.captured_at.year + 1 for at in dates):
        return f"an impossible date {dates}"
    if (article.published_at is None) != (article.published_precision is None):
        return "a precision without a date, or the reverse"
    if not 0 <= article.geopolitical_score <= 1 or article.word_count != len(article.text.split()):
        return "a score or count out of range"
    return "" if article.text.strip() else "an article without text"


def examine(number: int, seed: int) -> Finding:
    """Read one mutated page in this process and say what is wrong, if anything."""
    page, names = mutated(number, seed)
    started = time.perf_counter()
    outcome, problem = "raised", ""
    try:
        reading = read_page(page, get_source(page.source_id))
        seconds = time.perf_counter() - started
        outcome, problem = reading.outcome, problem_of(reading, page)
    except Exception:  # whatever is raised is the finding
        seconds = time.perf_counter() - started
        problem = traceback.format_exc(limit=-3)
    if seconds > LIMIT_S:
        problem = problem or f"took {seconds:.1f} s"
    return Finding(number=number, outcome=outcome, seconds=seconds, problem=problem and f"{names}: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A page on its way through the pool."""

    name: str
    page: Page
    kind: str
    """``mutated``; ``good`` (must be read as in this process); ``bomb`` (may end in quarantine)."""


def sent(pages: int, seed: int) -> Iterator[Sent]:
    """Mutated pages with a bomb now and then and a good page after each; in the middle a worker is killed."""
    good = _good()
    every = max(1, pages // len(BOMBS))
    for number in range(pages):
        page, names = mutated(number, seed)
        yield Sent(name=f"{number} {names}", page=page, kind="mutated")
        if number == pages // 2:
            os.kill(min(child.pid or 0 for child in multiprocessing.active_children()), signal.SIGKILL)
        if number % every == every - 1 and number // every < len(BOMBS):
            name = sorted(BOMBS)[number // every]
            yield Sent(name=name, page=replace(good, body=BOMBS[name]()), kind="bomb")
            yield Sent(name=f"after {name}", page=good, kind="good")


def _good() -> Page:
    """A page of the newsroom as it is."""
    item, body, content_type = next(found for found in _pages() if found[0].kind == "article" and found[0].text)
    return Page(
        source_id=item.publisher.id,
        url=item.url,
        body=body,
        content_type=content_type,
        captured_at=nights.clock(NIGHT),
        hint_title=None,
        hint_published=None,
    )


def trouble(given: Sent, reading: Reading, expected: Reading) -> str:
    """What is wrong with what the pool made of a page; a killed worker's page may end in quarantine."""
    if given.kind == "good":
        return "" if reading == expected else f"a good page was read wrong: {reading.outcome} {reading.reason}"
    if reading.outcome == "quarantine":
        excused = given.kind == "bomb" or reading.reason.endswith(f"exit code {-signal.SIGKILL}")
        return "" if excused else reading.reason
    return problem_of(reading, given.page)


def main() -> int:
    """Read the pages through the pool and print what was found; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    expected = read_page(_good(), get_source(_good().source_id))
    given: deque[Sent] = deque()
    outcomes: Counter[str] = Counter()
    quarantined, failed = [], []
    started = time.perf_counter()
    with ReadingPool(options.processes, LIMIT_S) as pool:
        pages = (given.append(one) or one.page for one in sent(options.pages, options.seed))
        for reading in pool.read(pages):
            one = given.popleft()
            outcomes[reading.outcome] += 1
            if reading.outcome == "quarantine":
                quarantined.append(f"{one.name}: {reading.reason}")
            if problem := trouble(one, reading, expected):
                failed.append(f"{one.name}: {problem}")
    seconds = time.perf_counter() - started
    total = outcomes.total()
    print(f"{total} pages, {seconds:.0f} s, {total / seconds:.0f} pages/s, {len(failed)} failed")  # noqa: T201
    print("outcomes:", dict(outcomes.most_common()))  # noqa: T201
    for line in quarantined:
        print("quarantined:", line)  # noqa: T201
    for line in failed[:50]:
        print("failed:", line)  # noqa: T201
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
