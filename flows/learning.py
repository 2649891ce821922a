"""Learning which paragraphs are a publisher's furniture: appeals, adverts, disclaimers, signatures. Pure.

What repeats is either furniture or background, and only the articles around it tell which. Background ("the war
began in 2013 when …") comes back in articles about one matter; furniture stands in articles that have nothing else
in common, at the same end of the text, night after night or on much of one night's pages. On 21,142 real articles of
five publishers, night by night, 26 paragraphs were learned and 952 left out, all furniture when looked at. Neither
how often a paragraph comes back nor how few words it shares with its article tells the two apart (2026-11-22).

The state is bounded and depends on the articles of each run, not on their order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from crawlers.reading.learned import block_digest
from flows.linking.packed import unpack
from flows.linking.vectors import terms
from storage import layout
from storage.fold import fold_words
from storage.records import BlockRow, IndexRow

MAX_WORDS = 60
"""Words of the longest block, and of the longest run of repeated paragraphs that can be furniture: a longer one is a
text that articles share. All furniture but one of five publishers had at most 21 words, background 20 to 50 a
paragraph (2026-11-22)."""
UNLIKE_BELOW = 0.08
"""Jaccard similarity of title and lead under which two articles are about different matters (2026-11-22)."""
LEAST_ARTICLES = 3
"""Articles about different matters a block at an end of the text must be seen in. Two is chance: a publisher's two
articles on one dam may not look alike (2026-11-22)."""
LEAST_NIGHTS = 3
"""Nights it must be seen on: great news brings the same closing background to unlike articles for a day or two."""
LEAST_SHARE = 0.2
"""Or the share of one night's articles of the publisher that have it: no background came near it (2026-11-22)."""
EDGE_SHARE = 0.8
"""Share of its articles in which a block stands at an end of the text; otherwise it stands inside."""
INSIDE_ARTICLES, INSIDE_NIGHTS, INSIDE_WORDS = 8, 5, 8
"""What a block inside texts needs: columnists' own refrains («كلمة أخيرة») are short and come back (2026-11-22)."""
MAX_BLOCKS = 500
"""Rows kept of a source: about a hundred learned and watched ones, the rest paragraphs seen once."""
FORGET_ONCE_DAYS, FORGET_WATCHED_DAYS, FORGET_LEARNED_DAYS = 7, 30, 180
"""Days after which a block is forgotten that was seen in one article, in more, or learned (2026-11-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A paragraph in one article seen for the first time tonight."""

    article_id: str
    """The article."""
    words: tuple[str, ...]
    """Folded."""
    at_edge: bool
    """It begins or ends the text, but for other paragraphs that repeat."""


class Text(Protocol):
    """What learning must know of an article."""

    @property
    def text(self) -> str:
        """Its text, without learned blocks."""

    @property
    def removed_blocks(self) -> tuple[str, ...]:
        """Digests of the learned blocks that were left out."""


class Known(Protocol):
    """What learning asks about earlier nights: a part of ``flows.linking.index.ArticleIndex``."""

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """Rows by article id; ids that are not archived are left out."""


def learn_blocks(
    earlier: Sequence[BlockRow], new: Iterable[tuple[IndexRow, Text]], *, index: Known, run: str
) -> list[BlockRow]:
    """The block state after a run, sorted by source and digest.

    ``new`` are the articles first seen in the run, copies left out; ``index`` has the articles of earlier runs.
    Sources without a new article keep their rows as they are: a source that is down forgets nothing.
    """
    before: dict[str, dict[str, BlockRow]] = defaultdict(dict)
    for row in earlier:
        before[row.source_id][row.digest] = row
    after = {source_id: list(rows.values()) for source_id, rows in before.items()}
    hosts: dict[str, list[tuple[IndexRow, Text]]] = defaultdict(list)
    for host, article in new:
        hosts[host.source_id].append((host, article))
    for source_id, found in hosts.items():
        after[source_id] = _learn_source(source_id, before[source_id], found, index, run)
    return sorted((row for rows in after.values() for row in rows), key=lambda row: (row.source_id, row.digest))


def learned(rows: Iterable[BlockRow]) -> dict[str, frozenset[str]]:
    """Digests of the blocks to leave out of texts, by source; sources without any are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.learned_run is not None:
            found[row.source_id].add(row.digest)
    return {source_id: frozenset(digests) for source_id, digests in found.items()}


def _learn_source(
    source_id: str,
    before: Mapping[str, BlockRow],
    hosts: Sequence[tuple[IndexRow, Text]],
    index: Known,
    run: str,
) -> list[BlockRow]:
    rows = dict(before)
    tonight = {host.article_id: host for host, _ in hosts}
    left_out = Counter(digest for _, article in hosts for digest in set(article.removed_blocks))
    for digest, count in left_out.items():
        if digest in rows:
            rows[digest] = _counted(rows[digest], count, count, run)
    sightings = _sightings(before, hosts)
    earlier = index.by_id({key for digest in sightings if digest in before for key in before[digest].article_ids})
    for digest, seen in sightings.items():
        known = before.get(digest)
        if known is None and len(seen) == 1 and not seen[0].at_edge:
            continue  # paragraphs inside texts are many: one is watched only when two articles of a night have it
        row = known or _unseen(source_id, digest, run)
        row = _counted(row, len(seen), sum(one.at_edge for one in seen), run)
        row = replace(row, article_ids=_unlike(row.article_ids, seen, tonight, earlier))
        if row.learned_run is None and _is_furniture(row, len(seen) / len(hosts), len(seen[0].words)):
            row = replace(row, learned_run=run)
        rows[digest] = row
    kept = [row for row in rows.values() if not _is_forgotten(row, run)]
    return sorted(kept, key=_worth, reverse=True)[:MAX_BLOCKS]


def _sightings(before: Mapping[str, BlockRow], hosts: Sequence[tuple[IndexRow, Text]]) -> dict[str, list[Sighting]]:
    """Where each paragraph was seen tonight, once an article, in the order of article ids."""
    texts = {host.article_id: _paragraphs(article.text) for host, article in hosts}
    often = Counter(digest for text in texts.values() for digest in {digest for digest, _ in text})
    found: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for article_id, text in sorted(texts.items()):
        repeated = [digest in before or often[digest] > 1 for digest, _ in text]
        own = [at for at, again in enumerate(repeated) if not again] or [0]
        edges = {text[at][0] for at in (own[0], own[-1]) if text}
        # Of one article alone only these can be watched: the many others need not be folded.
        watched = [again or digest in edges for again, (digest, _) in zip(repeated, text, strict=True)]
        for at, words in _alone(text, repeated, watched):
            at_edge = at <= own[0] or at >= own[-1]
            found[text[at][0]][article_id] = Sighting(article_id=article_id, words=words, at_edge=at_edge)
    return {digest: list(seen.values()) for digest, seen in found.items()}


def _paragraphs(text: str) -> list[tuple[str, str]]:
    return [(digest, line) for line in text.split("\n") if (digest := block_digest(line))]


def _alone(
    text: Sequence[tuple[str, str]], repeated: Sequence[bool], watched: Sequence[bool]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Place and folded words of the watched paragraphs that may be furniture.

    Not of one that announces what follows, nor of repeated ones that make a long run together: a shared text.
    """
    for is_repeated, group in groupby(enumerate(text), key=lambda item: repeated[item[0]]):
        run = [(at, line, tuple(fold_words(line))) for at, (_, line) in group if watched[at]]
        if is_repeated and sum(len(words) for _, _, words in run) > MAX_WORDS:
            continue
        for at, line, words in run:
            if len(words) <= MAX_WORDS and not line.rstrip().endswith(":"):
                yield at, words


def _unseen(source_id: str, digest: str, run: str) -> BlockRow:
    return BlockRow(
        source_id=source_id,
        digest=digest,
        article_count=0,
        edge_count=0,
        night_count=0,
        article_ids=(),
        first_run=run,
        last_run="",
        learned_run=None,
    )


def _counted(row: BlockRow, articles: int, at_edge: int, run: str) -> BlockRow:
    return replace(
        row,
        article_count=row.article_count + articles,
        edge_count=row.edge_count + at_edge,
        night_count=row.night_count + (row.last_run != run),
        last_run=run,
    )


def _unlike(
    article_ids: tuple[str, ...],
    seen: Sequence[Sighting],
    tonight: Mapping[str, IndexRow],
    index: Mapping[str, IndexRow],
) -> tuple[str, ...]:
    """The articles that stand for the block, and those of tonight that are unlike each of them."""
    own = _terms(terms([], seen[0].words)[0])
    chosen = {key: _terms(index[key].term_ids) - own for key in article_ids if key in index}
    for sighting in seen:
        if len(chosen) >= INSIDE_ARTICLES:
            break
        about = _terms(tonight[sighting.article_id].term_ids) - own
        if all(_similarity(about, other) < UNLIKE_BELOW for other in chosen.values()):
            chosen[sighting.article_id] = about
    return tuple(sorted({*article_ids, *chosen}))


def _terms(packed: bytes) -> set[int]:
    return set(unpack(packed).tolist())


def _similarity(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _is_furniture(row: BlockRow, share: float, words: int) -> bool:
    if row.edge_count >= EDGE_SHARE * row.article_count:
        often = row.night_count >= LEAST_NIGHTS or share >= LEAST_SHARE
        return often and len(row.article_ids) >= LEAST_ARTICLES
    inside = words >= INSIDE_WORDS and row.night_count >= INSIDE_NIGHTS
    return inside and len(row.article_ids) >= INSIDE_ARTICLES


def _is_forgotten(row: BlockRow, run: str) -> bool:
    unseen_days = (layout.night_of(run) - layout.night_of(row.last_run)).days
    if row.learned_run is not None:
        return unseen_days > FORGET_LEARNED_DAYS
    return unseen_days > (FORGET_ONCE_DAYS if row.article_count == 1 else FORGET_WATCHED_DAYS)


def _worth(row: BlockRow) -> tuple[bool, int, str, str]:
    """What is kept first when there are too many: learned, seen often, seen lately."""
    return row.learned_run is not None, min(row.article_count, LEAST_ARTICLES), row.last_run, row.digest
