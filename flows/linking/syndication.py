"""Who had a text first, who carried it after how long, what was changed, and whether the origin is named. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime

from flows.linking.diff import Change, word_diff
from storage.fold import fold
from storage.records import ArticleRow
from storage.syndication import SyndicationRow

_ANY_AGENCY = fold("وكالات")
"""Credits "agencies" at large: that two articles do so says nothing about one being from the other."""


def syndication_row(copy: ArticleRow, original: ArticleRow, *, names: Collection[str], run: str) -> SyndicationRow:
    """A copy compared with the canonical article of its cluster.

    ``names`` are the folded names under which others credit the original's publisher. Raises ``ValueError`` when
    the one is no copy of the other.
    """
    if copy.copy_of != original.article_id or copy.copy_kind is None or copy.copy_similarity is None:
        raise ValueError(f"{copy.article_id} is no copy of {original.article_id}: compare it with {copy.copy_of}")
    changes = word_diff(original.text, copy.text)
    return SyndicationRow(
        cluster_id=copy.cluster_id,
        article_id=copy.article_id,
        source_id=copy.source_id,
        published_at=copy.published_at,
        revision=copy.revision,
        copy_of=original.article_id,
        original_source_id=original.source_id,
        original_published_at=original.published_at,
        original_revision=original.revision,
        delay_s=_delay(copy, original),
        copy_kind=copy.copy_kind,
        copy_similarity=copy.copy_similarity,
        credited=_credited(copy, original, names),
        credits=copy.credits,
        title_changed=fold(copy.title) != fold(original.title) if copy.title and original.title else None,
        words_added=_words(change.new for change in _differing(changes)),
        words_removed=_words(change.old for change in _differing(changes)),
        run=run,
    )


def _delay(copy: ArticleRow, original: ArticleRow) -> int | None:
    before, after = _instant(original), _instant(copy)
    return round((after - before).total_seconds()) if before and after else None


def _instant(row: ArticleRow) -> datetime | None:
    return None if (row.published_precision or "day").startswith("day") else row.published_at


def _credited(copy: ArticleRow, original: ArticleRow, names: Collection[str]) -> bool:
    origins = {*names, *map(fold, original.credits)} - {_ANY_AGENCY}
    if origins & set(map(fold, copy.credits)):
        return True
    text = f" {fold(copy.text)} "
    # A name of one word, such as "the tribune", is also a word; it counts only where an origin is credited.
    return any(f" {name} " in text for name in names if " " in name)


def _differing(changes: Iterable[Change]) -> Iterable[Change]:
    return (change for change in changes if change.op != "equal")


def _words(stretches: Iterable[tuple[str, ...]]) -> int:
    """Words in stretches of a diff; punctuation alone and line breaks are none."""
    return sum(len(fold(piece).split()) for stretch in stretches for piece in stretch)
