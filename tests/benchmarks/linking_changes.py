"""What may not change what linking finds, and what may not be found: orders, repetitions, spelling, furniture.

Used by ``linking.py``. Articles are those of the labelled stream; changes are drawn with a fixed seed.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

from flows.linking.index import MemoryIndex
from flows.linking.night import Candidate, NightLinks, link_night
from storage.records import IndexRow

ORDERS = (1, 2, 3)
"""Seeds of the orders in which each night's articles are given."""
PARTS = 4
"""Parts of the stream that are compared at once: each process holds 1 GB."""
COUNT = 500
"""Articles changed."""
LEAST_WORDS = 150
"""Length from which an article is long enough to carry furniture and still be itself."""

_STYLE = str.maketrans("أإآةىؤئ", "اااهيوي")
_MARKED = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SPACES = ("  ", "\u00a0", "\n", "\u200f ", "\t")


def _harakat(text: str, rng: random.Random) -> str:
    return "".join(char + rng.choice(_MARKED) if "ب" <= char <= "ي" and rng.random() < 0.3 else char for char in text)


def _tatweel(text: str, rng: random.Random) -> str:
    return "".join(
        char + "ـ" * rng.randint(1, 4) if char in "سنيكمل" and rng.random() < 0.2 else char for char in text
    )


VARIANTS: Mapping[str, Callable[[str, random.Random], str]] = {
    "spelling": lambda text, rng: text.translate(_STYLE),
    "harakat": _harakat,
    "tatweel": _tatweel,
    "digits": lambda text, rng: text.translate(_DIGITS),
    "spaces": lambda text, rng: "".join(rng.choice(_SPACES) if char == " " else char for char in text),
}


def compare_orders(nights: Mapping[str, Sequence[Candidate]]) -> tuple[int, int]:
    """Nights that come out otherwise in another order of their articles, and that change something when fed again.

    Parts of the stream are compared at once, each in a process that first links the nights before its own.
    """
    runs = sorted(nights)
    parts = [runs[len(runs) * part // PARTS : len(runs) * (part + 1) // PARTS] for part in range(PARTS)]
    with ProcessPoolExecutor(PARTS) as pool:
        found = list(pool.map(_compare_part, [nights] * PARTS, parts))
    return sum(differing for differing, _ in found), sum(changing for _, changing in found)


def _compare_part(nights: Mapping[str, Sequence[Candidate]], part: Sequence[str]) -> tuple[int, int]:
    rows: dict[str, IndexRow] = {}
    differing = changing = 0
    for run in [run for run in sorted(nights) if run <= part[-1]]:
        index = MemoryIndex(rows.values())
        first = link_night(_shuffled(nights[run], ORDERS[0]), index=index, run=run, agencies={})
        rows.update(_changed(first))
        if run < part[0]:
            continue
        others = (link_night(_shuffled(nights[run], seed), index=index, run=run, agencies={}) for seed in ORDERS[1:])
        differing += any(other != first for other in others)
        again = link_night(nights[run], index=MemoryIndex(rows.values()), run=run, agencies={})
        outcomes = {decision.outcome for decision in again.decisions}
        changed = outcomes != {"revisit"} or any(_changed(again)[key] != rows[key] for key in _changed(again))
        changing += bool(changed or again.touched or again.stories)
    return differing, changing


def _shuffled(candidates: Iterable[Candidate], seed: int) -> list[Candidate]:
    return random.Random(seed).sample(list(candidates), k=len(list(candidates)))


def _changed(links: NightLinks) -> dict[str, IndexRow]:
    return {row.article_id: row for row in (*(decision.row for decision in links.decisions), *links.touched)}


def find_variants(chosen: Sequence[Candidate]) -> dict[str, int]:
    """How many of the articles are found as exact copies of themselves, by kind of variant."""
    first = link_night(chosen, index=MemoryIndex(()), run="2018-02-01", agencies={})
    index = MemoryIndex(_changed(first).values())
    found = {}
    for name, change in VARIANTS.items():
        rng = random.Random(name)
        written = [_rewritten(one, change(one.article.text, rng), source=name) for one in chosen]
        rows = _changed(link_night(written, index=index, run="2018-02-02", agencies={}))
        found[name] = sum(rows[one.article_id].copy_kind == "exact" for one in written)
    return found


def merge_furnished(chosen: Sequence[Candidate]) -> dict[str, int]:
    """How many of unrelated articles end as copies once they share what is on every page, by kind of it.

    ``agency background`` ends articles of all publishers, all else those of one publisher.
    """
    ticker = "\n".join(str(one.article.title) for one in chosen[:20])
    teasers = "\n".join(_words(one.article.text, 40) for one in chosen[:6])
    footer, background = (_words(one.article.text, 150) for one in chosen[6:8])
    furnished: dict[str, tuple[str, Callable[[str], str]]] = {
        "footer": ("one", lambda text: f"{text}\n{footer}"),
        "teasers between": ("one", lambda text: f"{_words(text, 60)}\n{teasers}\n{text}"),
        "ticker": ("one", lambda text: f"{ticker}\n{text}"),
        "own background": ("one", lambda text: f"{_words(text, 120)}\n{background}\n{footer}"),
        "agency background": ("", lambda text: f"{text}\n{_words(background, 100)}"),
    }
    merged = {}
    for name, (source, change) in furnished.items():
        written = [_rewritten(one, change(one.article.text), source=source or one.source_id) for one in chosen[8:]]
        rows = _changed(link_night(written, index=MemoryIndex(()), run="2018-02-02", agencies={}))
        merged[name] = sum(row.copy_of is not None for row in rows.values())
    return merged


def unrelated(nights: Mapping[str, Sequence[Candidate]], rows: Mapping[str, IndexRow]) -> list[Candidate]:
    """``COUNT`` articles of at least ``LEAST_WORDS`` that share no text with each other, drawn from all nights."""
    ordered = [one for run in sorted(nights) for one in sorted(nights[run], key=lambda one: one.article_id)]
    long = [one for one in ordered if one.article.word_count >= LEAST_WORDS]
    alone = {row.article_id for row in rows.values() if row.copy_of is None and row.copy_count == 0}
    by_story = {rows[one.article_id].story_id: one for one in long if one.article_id in alone}
    # All at one time under one publisher: what shares even a background would rightly be near with furniture added.
    moved = {one.article_id: replace(rows[one.article_id], date=date(2018, 2, 2)) for one in by_story.values()}
    sharing = {key for key, found in MemoryIndex(moved.values()).near(moved).items() if len(found) > 1}
    return random.Random(1).sample([one for one in by_story.values() if one.article_id not in sharing], k=COUNT)


def _words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def _rewritten(one: Candidate, text: str, *, source: str) -> Candidate:
    """The article as another one of the same hour, so that no time tells them apart."""
    at = datetime(2018, 2, 2, 12, tzinfo=UTC)
    article = replace(one.article, text=text, published_at=at, published_date=at.date())
    return replace(one, article_id=f"{one.article_id}-{source}", source_id=source, article=article, captured_at=at)
