"""Rights: what a publisher reserves, as machine-readable reservations say it. Pure.

Read are the TDM Reservation Protocol (header, ``<meta>`` and ``/.well-known/tdmrep.json``) and the robots
directives of ``X-Robots-Tag`` and ``<meta name="robots">``. A text and data mining reservation or a
``noarchive`` forbids keeping the page; the others are recorded with the article for whoever uses it.
A reservation that is malformed counts as made: when in doubt the page is not kept.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from storage.plain import one_line

TDMREP_PATH = "/.well-known/tdmrep.json"
"""Where the TDM Reservation Protocol (W3C community report, 2024) puts a host's rules."""
MAX_TDMREP_BYTES = 256 * 1024
"""Most bytes of a host's rules that are read."""
HEAD_BYTES = 256 * 1024
"""Most bytes of a page in which its ``<meta>`` are looked for: the longest head of 11 real pages had 119 kB
(measured 2026-11-22)."""

MAX_RESERVATION_CHARS = 40
"""A longer ``tdm-reservation`` is cut where it is quoted: it should be ``0`` or ``1``."""

RECORDED = frozenset({"noarchive", "noai", "noimageai", "noindex", "nosnippet"})
"""Robots directives written to ``rights``; the others speak only of search results."""
AGENTS = frozenset({"warraq", "*"})
"""User agents whose ``X-Robots-Tag: agent: directive`` concerns us."""

_META = re.compile(rb"<[mM][eE][tT][aA]\b[^<>]{0,2000}>")
_TELLING = re.compile(rb"robots|warraq|tdm-reservation|&", re.IGNORECASE)
"""What a ``<meta>`` that reserves something has in it; ``&`` may stand for any letter."""
_DIRECTIVE_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What was found with one response."""

    found: tuple[str, ...]
    """Every reservation and opt-out as found, sorted: ``tdm-reservation: 0``, ``noarchive`` …"""
    reserved: str
    """Why the page may not be kept, in words; empty when it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRule:
    """One entry of a host's ``tdmrep.json``."""

    pattern: str
    """``location``: a path in which ``*`` stands for anything and a final ``$`` for the end."""
    reservation: str
    """``tdm-reservation`` as text: ``0`` or ``1``."""


def read_tdmrep(body: bytes) -> tuple[PathRule, ...]:
    """The rules of a host's ``tdmrep.json``; bytes that are not such a file hold no rules."""
    try:
        entries = json.loads(body[:MAX_TDMREP_BYTES])
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    return tuple(
        PathRule(pattern=entry["location"], reservation=str(entry.get("tdm-reservation", 0)).strip())
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("location"), str)
    )


def path_reservation(rules: Iterable[PathRule], url: str) -> str | None:
    """Reservation of the first rule that matches the path of ``url``, as the protocol has it; None without one."""
    path = unquote(urlsplit(url).path or "/")
    for rule in rules:
        if _matches(rule.pattern, path):
            return rule.reservation
    return None


def _matches(pattern: str, path: str) -> bool:
    """Linear in pattern and path, unlike a regular expression: the pattern is a stranger's."""
    first, *parts = [unquote(part) for part in pattern.removesuffix("$").split("*")]
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and pattern.endswith("$") else None
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return at == len(path) or not pattern.endswith("$")


def assess(headers: Iterable[tuple[str, str]], body: bytes, rules: Iterable[PathRule] = (), url: str = "") -> Rights:
    """What the headers, the head of the page and the host's rules reserve.

    The page's own word stands before its headers', and these before the host's rules, as the protocol has it.
    """
    named = [(name.strip().lower(), value.strip()) for name, value in headers]
    metas = _metas(body)
    reservation = next((value for name, value in metas if name == "tdm-reservation"), None)
    if reservation is None:
        reservation = next((value for name, value in named if name == "tdm-reservation"), None)
    if reservation is None:
        reservation = path_reservation(rules, url) if url else None
    if reservation is not None:
        reservation = one_line(reservation, MAX_RESERVATION_CHARS)
    directives: set[str] = set()
    for name, value in named:
        if name == "x-robots-tag":
            directives |= _header_directives(value)
    for name, value in metas:
        if name in ("robots", "warraq"):
            directives |= {word for word in re.split(r"[\s,]+", value.lower()) if word}
    found = directives & RECORDED
    why = []
    if reservation is not None:
        found |= {f"tdm-reservation: {reservation or '?'}"}
        if reservation != "0":
            why.append(f"the publisher reserves text and data mining (tdm-reservation: {reservation or '?'})")
    if "noarchive" in directives:
        why.append("the publisher asks not to archive the page (noarchive)")
    return Rights(found=tuple(sorted(found)), reserved="; ".join(why))


def _header_directives(value: str) -> set[str]:
    """Directives of one ``X-Robots-Tag`` that concern us: ``noai, noarchive`` or ``agent: noai, noarchive``."""
    agent, colon, rest = value.lower().partition(":")
    # A comma or a directive with a value before the first colon: no agent is named.
    if colon and not re.search(r"[\s,]", agent.strip()) and agent.strip() not in _DIRECTIVE_WITH_VALUE:
        if agent.strip() not in AGENTS:
            return set()
        value = rest
    return {word for word in re.split(r"[\s,]+", value.lower()) if word}


class _MetaReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            fields = {name: (value or "").strip() for name, value in attrs}
            if fields.get("name"):
                self.metas.append((fields["name"].lower(), fields.get("content", "")))


def _metas(body: bytes) -> list[tuple[str, str]]:
    """Name and content of each ``<meta>`` of a page's head; ASCII suffices, whatever the page is encoded in."""
    reader = _MetaReader()
    if not any(map(_TELLING.search, _META.findall(body[:HEAD_BYTES]))):
        return reader.metas
    # Only the tags themselves are parsed, comments left out; the whole page is the reader's to parse.
    for part in body[:HEAD_BYTES].split(b"<!--"):
        outside = part.partition(b"-->")[2] if b"-->" in part else part
        for tag in _META.findall(outside):
            if _TELLING.search(tag):
                reader.feed(tag.decode("ascii", "replace"))
    return reader.metas
