"""What earlier nights say of each source: their reports, newest first, by the manifests of the last runs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crawlers.gathered import FeedState
from storage import layout, manifest
from storage.manifest import Manifest, SourceReport
from storage.objects import ObjectStore

NIGHTS = 7
"""Nights looked back on: a weekly rhythm shows, and no more manifests are read than take a second."""


class PastNight(NamedTuple):
    """One earlier night of a source."""

    run: str
    report: SourceReport


def load_history(store: ObjectStore, parent: Manifest | None) -> dict[str, list[PastNight]]:
    """The last nights of each source up to ``parent``, newest first; empty before the first night."""
    if parent is None:
        return {}
    # Supplements say nothing of what a night of a source is like.
    runs = [run for run in manifest.committed_runs(store) if run <= parent.run and layout.is_night(run)][-NIGHTS:]
    history: dict[str, list[PastNight]] = defaultdict(list)
    for night in (parent if run == parent.run else manifest.load(store, run) for run in reversed(runs)):
        for report in night.sources:
            history[report.source_id].append(PastNight(night.run, report))
    return dict(history)


def feed_states(history: Sequence[PastNight]) -> Iterable[FeedState]:
    """What a source's last night that was published knew of its feeds: what failed moves no state."""
    good = next((night.report.ledger for night in history if night.report.state == "ok" and night.report.ledger), None)
    return [FeedState(**dict(entry)) for entry in good.feeds] if good else []
