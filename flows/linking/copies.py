"""Which of tonight's articles are copies, and of what.

The rule knows the publisher, because one threshold for all reaches F1 .32 to .81 on hard pairs of real articles
(measured 2026-11): another publisher's text is a copy when half of the shorter one is the other's; the same
publisher's only when the lead is shared too, since new developments are pasted on old background, and
dropping those would lose news. What stands in many texts of a publisher, a ticker above them all, is no part of that.

An article joins the cluster of the text it is nearest to, and points at that cluster's canonical article:
the first archived, and among tonight's the one published first. Nothing depends on the order of arrival.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from flows.linking.index import ArticleIndex
from flows.linking.nearby import Nearby, look_up
from flows.linking.packed import pack, unpack
from flows.linking.shingles import lead_overlap, long_enough, overlap
from storage.records import IndexRow

CONTAINED = 0.54
"""Share of the shorter text from which another publisher's text is a copy: the middle of .50 to .57, between which no
threshold errs (96 hard pairs: F1 .98, held out by time .94 to .98, by publisher .96; by Jaccard .91; 2026-11-22)."""
CONTAINED_WITH_LEAD = 0.5
"""The same when the leads agree: half the words and the news itself are the other's."""
LEAD_COPIED = 0.6
"""Overlap of leads from which they do."""
COPY_LEAST = 0.125
"""Jaccard below which a text is not a copy, however much of a short notice it quotes: the rest is its own."""
NEAR_SAME = 0.35
"""Jaccard from which two texts of one publisher are the same news or share a background."""
LEAD_SAME = 0.8
"""Overlap of leads from which they are the same news: of 19 pairs from .6 to .8, hours apart, 11 told a new
development (a denial, a death, a result) in the words of the earlier article; of 3 above, one (2026-11-22)."""
REPOSTED = timedelta(hours=2)
"""Within this time a publisher that repeats itself reposts a page; news takes longer to develop."""
REPOSTED_NEAR = 0.25
"""Jaccard from which that is so …"""
REPOSTED_LEAD = 0.5
"""… and overlap of leads."""
FURNITURE_TEXTS = 5
"""Texts of one publisher from which what they share is furniture or a common background: that two of them have it says
nothing. A ticker of 20 headlines before the texts merged 6 of 492 unrelated articles, and none so (2026-11-28)."""
WINDOW = timedelta(days=4)
"""Copies appear within days; the same words weeks apart are a returning background."""
UNTIMED = timedelta(days=1)
"""A date without a time may be any instant of its day."""

NO_FURNITURE = np.empty(0, np.uint32)
_NEVER = datetime.max.replace(tzinfo=UTC)

SHARES_BACKGROUND = "shares_background"
BEFORE_ORIGINAL = "published_before_original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article seen for the first time tonight, with what decides who was first."""

    row: IndexRow
    """Its index row before linking."""
    precision: str | None
    """``published_precision`` as read."""
    credits: frozenset[str]
    """Agencies it names, folded."""
    agency: str | None
    """The folded name others credit its publisher by, if that is an agency."""

    @property
    def latest(self) -> datetime | None:
        """The latest instant it can have been published at; None when unknown."""
        if self.row.published_at is None or self.precision is None or not self.precision.startswith("day"):
            return self.row.published_at
        return self.row.published_at + (UNTIMED if self.precision == "day" else 2 * UNTIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """That an article is a copy."""

    original: IndexRow
    """The canonical article of its cluster, as it stands tonight."""
    kind: str
    """``exact`` or ``near``."""
    similarity: float
    """Jaccard of 5-grams with the canonical article, rounded to four places."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What was found of tonight's arrivals."""

    of: dict[str, Copy] = field(default_factory=dict)
    """The copies, by article id."""
    flags: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Quality flags, by article id."""


def compare(one: IndexRow, other: IndexRow, furniture: NDArray[np.uint32] = NO_FURNITURE) -> str:
    """How two long enough texts relate: ``near``, ``background`` (one publisher's) or ``apart``.

    ``furniture`` are the shingles that stand in many texts of the first one's publisher.
    """
    similarity, contained = overlap(one.shingles, other.shingles)
    if similarity < COPY_LEAST:
        return "apart"
    lead = lead_overlap(one.lead_tokens, other.lead_tokens)
    gap = abs(_time(one) - _time(other))
    if one.source_id != other.source_id:
        copied = contained >= CONTAINED or (contained >= CONTAINED_WITH_LEAD and lead >= LEAD_COPIED)
        return "near" if copied and gap <= WINDOW else "apart"
    same = similarity >= NEAR_SAME and lead >= LEAD_SAME and gap <= WINDOW
    same = same or (similarity >= REPOSTED_NEAR and lead >= REPOSTED_LEAD and gap <= REPOSTED)
    if same and _alike_without(furniture, one, other):
        return "near"
    return "background" if similarity >= NEAR_SAME else "apart"


def _alike_without(furniture: NDArray[np.uint32], one: IndexRow, other: IndexRow) -> bool:
    """Whether two texts are alike in what is their own; true when one has too little of its own to tell."""
    mine, theirs = (
        pack(np.setdiff1d(unpack(row.shingles), furniture, assume_unique=True).tolist()) for row in (one, other)
    )
    judged = long_enough(mine) and long_enough(theirs)
    return not judged or overlap(mine, theirs)[0] >= REPOSTED_NEAR


def _furniture(texts: Iterable[IndexRow], nearby: Nearby) -> dict[str, NDArray[np.uint32]]:
    """By publisher, the shingles that stand in many of its texts, of tonight's and of those near them."""
    rows = {row.article_id: row for row in (*texts, *(row for found in nearby.earlier.values() for row in found))}
    by_source: dict[str, list[bytes]] = defaultdict(list)
    for row in rows.values():
        by_source[row.source_id].append(row.shingles)
    furniture = {}
    for source_id, parts in by_source.items():
        hashes, times = np.unique(unpack(b"".join(parts)), return_counts=True)
        furniture[source_id] = hashes[times >= FURNITURE_TEXTS]
    return furniture


def as_copy(row: IndexRow, original: IndexRow) -> Copy:
    """The article as a copy of a canonical article."""
    if row.text_digest == original.text_digest:
        return Copy(original=original, kind="exact", similarity=1.0)
    return Copy(original=original, kind="near", similarity=overlap(row.shingles, original.shingles)[0])


def find_copies(arrivals: Iterable[Arrival], *, index: ArticleIndex, revised: Mapping[str, IndexRow]) -> Copies:
    """The copies among tonight's arrivals.

    ``revised`` are the known articles whose text is new tonight, by id, as they stand after the revision.
    """
    groups: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in sorted(arrivals, key=lambda item: item.row.article_id):
        # A text without words equals every other such text: it is nobody's copy.
        groups[arrival.row.text_digest if arrival.row.shingles else arrival.row.article_id].append(arrival)
    nearby = look_up({key: members[0].row for key, members in groups.items()}, index=index, revised=revised)
    furniture = _furniture((one.row for members in groups.values() for one in members), nearby)
    result = Copies()
    leaders: dict[str, IndexRow] = {}
    placed: dict[str, IndexRow] = {}
    for key, leader in _in_order(groups, nearby):
        leaders[key] = leader.row
        original, background = _place(key, leaders, placed, nearby, furniture[leader.row.source_id])
        placed[key] = original or leader.row
        if background and original is None:
            result.flags[leader.row.article_id].add(SHARES_BACKGROUND)
        for member in groups[key]:
            if original is not None or member is not leader:
                _add(member, placed[key], result)
    return result


def _in_order(groups: Mapping[str, Sequence[Arrival]], nearby: Nearby) -> list[tuple[str, Arrival]]:
    """Each group's first article, and the groups by who was first."""
    named = {
        key: frozenset[str]().union(*(one.credits - {one.agency} for one in members))
        for key, members in groups.items()
    }

    def order(key: str, arrival: Arrival) -> tuple[bool, datetime, bool, str, str]:
        around = named[key].union(*(named[other] for other in nearby.tonight.get(key, ())))
        credited = arrival.agency is not None and arrival.agency in around
        row, instant = arrival.row, arrival.latest
        if credited:
            # Whoever credits an agency had the text from it: a date without a time is read in its favour.
            instant = row.published_at
        return instant is None, instant or _NEVER, not credited, row.source_id, row.article_id

    firsts = {key: min(members, key=lambda member: order(key, member)) for key, members in groups.items()}
    return sorted(firsts.items(), key=lambda item: order(*item))


def _place(
    key: str,
    leaders: Mapping[str, IndexRow],
    placed: Mapping[str, IndexRow],
    nearby: Nearby,
    furniture: NDArray[np.uint32],
) -> tuple[IndexRow | None, bool]:
    """The canonical article whose cluster a group joins, if any, and whether it shares a publisher's background."""
    if key in nearby.same_text:
        return nearby.original(nearby.same_text[key]), False
    row = leaders[key]
    earlier = [(other, nearby.original(other)) for other in nearby.earlier.get(key, ())]
    tonight = [(leaders[other], placed[other]) for other in nearby.tonight.get(key, ()) if other in placed]
    options, background = [], False
    for number, (other, original) in enumerate([*earlier, *tonight]):
        relation = compare(row, other, furniture)
        if relation == "near" and (other is original or compare(row, original, furniture) != "background"):
            similarity, _ = overlap(row.shingles, other.shingles)
            options.append((-similarity, number >= len(earlier), original.article_id, original))
        background = background or relation == "background"
    return (min(options, key=lambda option: option[:3])[3] if options else None), background


def _add(member: Arrival, original: IndexRow, result: Copies) -> None:
    copy = as_copy(member.row, original)
    result.of[member.row.article_id] = copy
    if member.latest and original.published_at and member.latest < original.published_at:
        result.flags[member.row.article_id].add(BEFORE_ORIGINAL)


def _time(row: IndexRow) -> datetime:
    return row.published_at or row.first_seen_at
