"""Hostile pages: newsroom pages mutated by seed and read; no crash, no hang, no row that breaks the schema.

``python tests/benchmarks/fuzz_reading.py --pages 20000`` reads them in two processes and prints pages per second, the
outcomes, the slowest pages and every failure, and exits 1 if there was one. The same seed makes the same pages.
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC
from functools import cache, partial

from crawlers.newsroom import nights
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.site import respond_item
from crawlers.reading.page import read_page
from crawlers.reading.records import READER, Article, Page, Reading
from crawlers.reading.wordlist import word_set
from crawlers.sources import get_source
from storage.outcomes import OUTCOMES
from storage.records import SCHEMA_VERSION, ArticleRow
from storage.schema import to_table

LIMIT_S = 10.0
"""Longest a mutated page may take; the pool gives a page more, so a page near it is a finding (2026-11-22)."""
NIGHT = 3
CHUNK = 50
TAGS = sorted(
    word_set("a b p div span table tr td h1 article section ul li form select svg math script style title template")
)
CONTROLS = (
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u200b\u00ad\x00\x0b\ufffe\ud800"
)
NAMES = sorted(word_set("class id style href datetime itemprop content rel property xml:lang on\u202eload xmlns:x"))
VALUES = [
    "", "article", "article:published_time", "0000-00-00", "9999-12-31T23:59:60+99:99", "٢٠٢٦-١٣-٤٥", "http://[", "//",
    "javascript:", "datePublished", "display:none", "\ufffd" * 50, "(" * 500, "a-" * 2000,
]  # fmt: skip
JSON_KEYS = sorted(
    word_set("headline datePublished articleBody author image keywords @graph @type publisher itemListElement")
)
JSON_VALUES = [
    "null", "[]", "{}", '"' + "س" * 50_000 + '"', "1e999", "[" * 3_000, '{"a":' * 2_000, "-1", "true",
    '["x",[["y"]],{"name":[{"name":{}}]}]',
]  # fmt: skip


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


def _truncate(body: bytes, rng: random.Random) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _random_bytes(body: bytes, rng: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.choice((1, 20, 500))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _junk(_: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 3, 100, 20_000)))


def _tag_soup(body: bytes, rng: random.Random) -> bytes:
    parts = body.split(b"<")
    for _ in range(rng.choice((1, 10, 100))):
        at = rng.randrange(len(parts) + 1)
        tag = rng.choice(TAGS)
        parts.insert(
            at,
            rng.choice((f"{tag}>", f"/{tag}>", f"{tag} ", "!--", "![CDATA[", "?xml encoding='x'?>", "/", "")).encode(),
        )
    if rng.random() < 0.3:
        rng.shuffle(parts)
    return b"<".join(parts)


def _nesting(body: bytes, rng: random.Random) -> bytes:
    tag, depth = rng.choice(TAGS), rng.choice((50, 500, 5_000))
    at = rng.randrange(len(body) + 1)
    opened = f"<{tag} class='x{depth}'>نص ".encode() * depth
    closed = f"</{tag}>".encode() * (depth if rng.random() < 0.5 else 0)
    return body[:at] + opened + body[at:] + closed


def _attributes(body: bytes, rng: random.Random) -> bytes:
    made = " ".join(
        f'{rng.choice(NAMES)}="{rng.choice(VALUES) * rng.choice((1, 1, 1, 30))}"'
        for _ in range(rng.choice((1, 5, 300)))
    )
    tag = rng.choice(("meta", "time", "div", "h1", "a", "link", "p", "html", "body")).encode()
    hostile = b"<" + tag + b" " + made.encode("utf-8", "replace") + b" "
    return body.replace(b"<" + tag, hostile, rng.choice((1, 5))) if tag in body else hostile + b">" + body


def _controls(body: bytes, rng: random.Random) -> bytes:
    text = list(body.decode("utf-8", "replace"))
    for _ in range(rng.choice((5, 200, 2_000))):
        text.insert(rng.randrange(len(text) + 1), rng.choice(CONTROLS))
    return "".join(text).encode("utf-8", "surrogatepass")


def _entities(body: bytes, rng: random.Random) -> bytes:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a0 "خبر">{bomb}]>'.encode()
    numeric = rng.choice(
        (b"&a11;", b"&#x110000;", b"&#xD800;", b"&#0;", b"&amp;" * 5_000, b"&#1575;" * 5_000, b"&#x202E;" * 50)
    )
    at = rng.randrange(len(body) + 1)
    return head * rng.randrange(2) + body[:at] + numeric + body[at:]


def _json(body: bytes, rng: random.Random) -> bytes:
    pairs = ",".join(f'"{rng.choice(JSON_KEYS)}":{rng.choice(JSON_VALUES)}' for _ in range(rng.choice((1, 4, 12))))
    made = f'<script type="application/ld+json">{{"@type":"NewsArticle",{pairs}}}</script>'.encode()
    return body.replace(b"</head>", made + b"</head>", 1)


def _repeat(body: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(body) + 1)
    return body + body[start : start + rng.choice((100, 2_000))] * rng.choice((3, 100))


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncate, _random_bytes, _junk, _tag_soup, _nesting, _attributes, _controls, _entities, _json, _repeat,
)  # fmt: skip


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
    """Read one mutated page and say what is wrong, if anything."""
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


def main() -> int:
    """Read the pages and print what was found; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    started = time.perf_counter()
    with ProcessPoolExecutor(options.processes) as pool:
        # A worker that dies raises BrokenProcessPool here: a crash is never a quiet page less.
        findings = list(pool.map(partial(examine, seed=options.seed), range(options.pages), chunksize=CHUNK))
    seconds = time.perf_counter() - started
    failed = [finding for finding in findings if finding.problem]
    slow = sorted(findings, key=lambda finding: -finding.seconds)[:5]
    print(f"{len(findings)} pages, {seconds:.0f} s, {len(findings) / seconds:.0f} pages/s, {len(failed)} failed")  # noqa: T201
    print("outcomes:", dict(Counter(finding.outcome for finding in findings).most_common()))  # noqa: T201
    print("slowest:", ", ".join(f"{finding.number} {finding.seconds:.2f} s" for finding in slow))  # noqa: T201
    for finding in failed[:50]:
        print(f"page {finding.number}: {finding.problem}")  # noqa: T201
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
