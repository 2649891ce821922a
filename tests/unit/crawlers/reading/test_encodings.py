"""Every encoding under every label, and a broken byte anywhere: the text must stay the page's own."""

import random
import re
from collections import Counter
from functools import cache

import pytest

from crawlers.newsroom import nights
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.responses import respond_item
from crawlers.newsroom.schedule import BROKEN_BODY, BROKEN_HEAD
from crawlers.reading.page import read_page
from crawlers.reading.records import Page, Reading
from crawlers.sources import get_source

CHARSETS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "windows-1256": "windows-1256",
    "iso-8859-6": "iso-8859-6",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
}
WRONG = {"utf-8": ("windows-1256", "iso-8859-1"), "windows-1256": ("utf-8", "iso-8859-6")}
NIGHT = 1
CAPTURED = nights.clock(3)
TOLERANCE = 0.002
POSITIONS = 20


@cache
def pages() -> tuple[tuple[Item, str], ...]:
    """Six articles of different publishers, as characters, without the charset they declare."""
    chosen: dict[str, Item] = {}
    for item in items():
        if item.kind == "article" and item.night == NIGHT and item.text and item.id not in BROKEN_BODY | BROKEN_HEAD:
            chosen.setdefault(item.publisher.id, item)
    found = [(item, respond_item(item, NIGHT).body.decode(item.publisher.encoding)) for item in chosen.values()]
    plain = [
        (item, re.sub(r'<meta (?:charset|http-equiv="content-type")[^>]*>', "", text, flags=re.I))
        for item, text in found
    ]
    return tuple(pair for pair in plain if read(*pair).outcome == "article")[:6]


def read(item: Item, html: str | bytes, content_type: str = "") -> Reading:
    body = html.encode() if isinstance(html, str) else html
    page = Page(
        source_id=item.publisher.id,
        url=item.url,
        body=body,
        content_type=content_type,
        captured_at=CAPTURED,
        hint_title=None,
        hint_published=None,
    )
    return read_page(page, get_source(item.publisher.id))


@cache
def clean(item: Item, html: str) -> Reading:
    return read(item, html)


def f1(text: str, truth: str) -> float:
    read_words, true_words = Counter(text.split()), Counter(truth.split())
    return 2 * (read_words & true_words).total() / (read_words.total() + true_words.total())


def charset(kind: str, encoding: str, place: int) -> str:
    right = CHARSETS[encoding]
    return {"right": right, "wrong": WRONG.get(right, ("utf-8", "windows-1256"))[place], "missing": ""}[kind]


@pytest.mark.parametrize("meta", ["right", "wrong", "missing"])
@pytest.mark.parametrize("header", ["right", "wrong", "missing"])
@pytest.mark.parametrize("encoding", CHARSETS)
def test_a_page_is_the_same_in_every_encoding_under_every_label(encoding: str, header: str, meta: str) -> None:
    assert len(pages()) == 6
    label, declared = charset(header, encoding, 0), charset(meta, encoding, 1)
    content_type = f"text/html; charset={label}" if label else "text/html"
    for item, html in pages():
        labelled = html.replace("<head>", f'<head><meta charset="{declared}">', 1) if declared else html
        reading = read(item, labelled.encode(encoding, "xmlcharrefreplace"), content_type)
        assert reading.article is not None, (item.id, reading.reason)
        truth = clean(item, html).article
        assert truth is not None
        assert f1(reading.article.text, truth.text) >= 1 - TOLERANCE, item.id
        assert reading.article.title == truth.title
        assert reading.article.published_at == truth.published_at
        assert reading.article.encoding.split("-")[:2] == encoding.split("-")[:2]
        assert reading.article.encoding_reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_broken_byte_costs_at_most_the_word_it_stands_in(encoding: str) -> None:
    scores = []
    for number, (item, html) in enumerate(pages()):
        truth = clean(item, html).article
        assert truth is not None
        body = html.encode(encoding)
        rng = random.Random(number)
        for _ in range(POSITIONS):
            at, broken = rng.randrange(2, len(body)), rng.choice((b"\xff", b"\xd9", b"\x80", b"\xc3"))
            reading = read(item, body[:at] + broken + body[at:])
            assert reading.article is not None, (item.id, at, broken, reading.reason)
            scores.append(f1(reading.article.text, truth.text))
            lost = Counter(truth.text.split()) - Counter(reading.article.text.split())
            assert lost.total() <= 2, (item.id, at, broken, lost)
    assert sum(scores) / len(scores) >= 1 - TOLERANCE


def test_a_byte_that_utf8_never_has_is_dropped_wherever_it_stands() -> None:
    item, html = pages()[0]
    body = html.encode()
    for at in random.Random(7).sample(range(len(body)), POSITIONS):
        reading = read(item, body[:at] + b"\xff" + body[at:])
        assert reading.article is not None
        assert reading.article.text == clean(item, html).article.text
