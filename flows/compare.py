"""A night's sources against their history: what was measured of each, and whose verdict changes by it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crawlers.sources import get_source
from flows.assemble import NightRows
from flows.drift import judge
from flows.health import SourceHealth
from flows.measure import measure
from storage.health import HealthRow


def compare(
    run: str, rows: NightRows, health: Mapping[str, SourceHealth], history: Sequence[HealthRow]
) -> tuple[dict[str, SourceHealth], list[HealthRow]]:
    """The verdicts that history changes, by source, and what was measured of every source of the night.

    ``health`` are the verdicts so far, ``history`` what earlier nights measured.
    """
    measured = measure(
        run,
        {key: (one.state, one.failure) for key, one in health.items()},
        outcomes=rows.outcomes,
        links=rows.links,
        revisions=rows.revisions,
    )
    since = {key: get_source(key).expectations.history_since for key in health}
    verdicts = judge(measured, history, since)
    changed = {
        key: SourceHealth(source_id=key, state=one.state, failure=one.findings[0].failure, detail=one.detail)
        for key, one in verdicts.items()
        if one.findings
    }
    judged = [
        replace(
            row,
            state=changed[row.source_id].state if row.source_id in changed else row.state,
            failure=changed[row.source_id].failure if row.source_id in changed else row.failure,
            expected_new=verdicts[row.source_id].expected_new if row.source_id in verdicts else None,
        )
        for row in measured
    ]
    return changed, judged
