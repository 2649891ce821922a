"""What is done to pages for ``fuzz_reading.py``: mutations by seed, and bombs built to take a reader down."""

import random
from collections.abc import Callable

from crawlers.reading.wordlist import word_set

PROSE = "أعلنت وزارة الخارجية، مساء الأربعاء، أن العاصمة تستضيف جولة محادثات. "

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


def _page(body: str) -> bytes:
    title = "عنوان الخبر الأول"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()


def _huge() -> bytes:
    return _page(f"<div>{f'<p>{PROSE * 8}</p>' * 48_000}</div>")


def _deep() -> bytes:
    return _page("<div>" * 100_000 + PROSE + "</div>" * 100_000)


def _deep_inline() -> bytes:
    return _page("<b><i><font>نص " * 100_000)


def _entities() -> bytes:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "خبر">{bomb}]>'.encode() + _page("<p>&a29;</p>" * 1_000)


def _long_attribute() -> bytes:
    return _page(f'<div class="{"a-" * 4_000_000}" id="{"س" * 1_000_000}"><p>{PROSE * 20}</p></div>')


def _many_attributes() -> bytes:
    # libxml2 compares each attribute of an element with all before it.
    return _page(f"<div {' '.join(f'a{n}=x' for n in range(150_000))}><p>{PROSE * 20}</p></div>")


def _directions() -> bytes:
    return _page("<p>" + "\u202e\u2067\u200f\u061c" * 500_000 + PROSE + "</p>")


def _nuls() -> bytes:
    return _page(f"<p>{PROSE * 20}</p>").replace(b" ", b"\0" * 10_000)


def _open_tables() -> bytes:
    return _page("<table><tr><td><a href=x><p>نص " * 60_000)


def _one_word() -> bytes:
    return _page(f"<p>{'س' * 6_000_000}</p><p>{'1/' * 2_000_000}</p>")


def _many_blocks() -> bytes:
    return _page("<div><p>قال نص</p></div>" * 400_000)


def _broken_everywhere() -> bytes:
    return _page(f"<p>{PROSE * 20_000}</p>").replace("ر".encode(), b"\xff<").replace("ا".encode(), b"\xd9")


BOMBS: dict[str, Callable[[], bytes]] = {
    "50 MB": _huge,
    "100,000 deep": _deep,
    "300,000 inline deep": _deep_inline,
    "entity bomb": _entities,
    "10 MB attributes": _long_attribute,
    "150,000 attributes": _many_attributes,
    "2,000,000 direction marks": _directions,
    "NUL bytes": _nuls,
    "open tables and links": _open_tables,
    "one word": _one_word,
    "400,000 blocks": _many_blocks,
    "broken everywhere": _broken_everywhere,
}
"""What each is, and how it is made."""


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
"""Each takes a body and a generator of random numbers, and gives a body."""
