"""What a night measures of a source, and what its history makes of that."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flows.assemble import NightRows
from flows.compare import compare
from flows.health import SourceHealth
from flows.measure import NIGHTS_KEPT, kept, measure
from storage.health import HealthRow
from storage.partitions import from_parquet, to_parquet
from tests.integration.stored import article, copy, outcome
from tests.unit.flows import samples as s

OK = SourceHealth(source_id="minbar", state="ok", failure=None, detail="")
DAY = date(2026, 11, 18)


def rows(count: int, dated: int) -> NightRows:
    """``count`` new articles of one source, ``dated`` of them with a date; one link was known, one is blocked."""
    ends = Counter({"new": count, "unchanged": 1, "blocked": 1})
    articles = [article(2 * at, published_at=article(0).published_at if at < dated else None) for at in range(count)]
    return NightRows(
        revisions=articles,
        origins={},
        patches=[],
        stories={},
        outcomes=[replace(outcome(0), outcome=word) for word in ends.elements()],
        links=[s.link_state(str(at)) for at in range(count)],
        blocks=[],
        index=[],
    )


def measured(night: NightRows, run: str = s.RUN) -> HealthRow:
    (row,) = measure(
        run, {"minbar": ("ok", None)}, outcomes=night.outcomes, links=night.links, revisions=night.revisions
    )
    return row


def _history(night: NightRows) -> list[HealthRow]:
    return [measured(night, (DAY - timedelta(days=back)).isoformat()) for back in range(1, 29)]


def test_a_night_is_measured_from_its_rows() -> None:
    row = measured(rows(6, dated=4))
    assert (row.links, row.fresh_links, row.pages, row.recognised_pages, row.refused_links) == (8, 6, 6, 6, 1)
    assert (row.new_count, row.dated_count, row.titled_count, row.authored_count) == (6, 4, 6, 6)
    assert row.median_words == 5
    assert row.latency_s == 17 * 3600


def test_copies_are_counted_and_revisions_of_known_articles_are_not_new() -> None:
    night = rows(3, dated=3)
    more = [copy(10, of=0), replace(article(12), revision=2)]
    row = measured(replace(night, revisions=[*night.revisions, *more]))
    assert (row.new_count, row.copy_count) == (4, 1)


def test_a_source_that_lost_its_dates_is_held_back_and_the_others_are_left_alone() -> None:
    history = _history(rows(20, dated=20))
    changed, judged = compare(s.RUN, rows(20, dated=2), {"minbar": OK}, history)
    assert (changed["minbar"].state, changed["minbar"].failure) == ("held_back", "date_failure")
    assert "2 of 20" in changed["minbar"].detail
    assert "history_since" in changed["minbar"].detail
    assert (judged[0].state, judged[0].failure, judged[0].dated_count) == ("held_back", "date_failure", 2)
    unchanged, (row,) = compare(s.RUN, rows(20, dated=20), {"minbar": OK}, history)
    assert unchanged == {}
    assert row.expected_new == 20


def test_a_source_that_failed_keeps_its_own_verdict() -> None:
    failed = replace(OK, state="failed", failure="dns", detail="no address")
    changed, judged = compare(s.RUN, rows(0, dated=0), {"minbar": failed}, _history(rows(20, dated=20)))
    assert changed == {}
    assert (judged[0].state, judged[0].failure, judged[0].expected_new) == ("failed", "dns", None)


def test_the_newest_nights_are_kept_and_a_night_again_stands_for_itself() -> None:
    night = measured(rows(1, dated=1))
    history: list[HealthRow] = []
    days = [(date(2026, 1, 1) + timedelta(days=at)).isoformat() for at in range(NIGHTS_KEPT + 5)]
    for run in [*days, days[-1]]:
        history = kept(history, [replace(night, run=run)])
    assert [row.run for row in history] == days[5:]


def test_history_is_stored_and_read_back() -> None:
    history: list[Any] = _history(rows(5, dated=5))
    assert (
        sorted(from_parquet(HealthRow, to_parquet(HealthRow, history)), key=lambda row: row.run, reverse=True)
        == history
    )
