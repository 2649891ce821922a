from datetime import UTC, datetime

from flows import alerts
from storage.manifest import Check, Manifest, SourceReport


def _night(run: str, *sources: SourceReport, passed: bool = True) -> Manifest:
    return Manifest(
        run=run,
        parent=None,
        clock=datetime(2026, 11, 18, 22, tzinfo=UTC),
        package_version="0",
        schema_version=3,
        objects=[],
        counts={"new": 2},
        sources=list(sources),
        checks=[Check(name="the night proves its own data", passed=passed, note="0 of 1 sources")],
    )


def _source(state: str = "ok", failure: str | None = None, source_id: str = "minbar") -> SourceReport:
    return SourceReport(source_id=source_id, state=state, failure=failure, detail="evidence", counts={"new": 2})


def _events(described: Manifest, before: Manifest | None = None) -> list[tuple[str, str]]:
    return [(one.event, one.subject) for one in alerts.of_night(described, before)]


def test_a_good_night_tells_of_itself_alone() -> None:
    assert _events(_night("2026-11-18", _source())) == [("warraq.night.published", "run.2026-11-18")]


def test_a_night_that_broke_its_checks_is_withheld_and_says_which() -> None:
    (alert, *_) = alerts.of_night(_night("2026-11-18", _source(), passed=False), None)
    assert alert.event == "warraq.night.withheld"
    assert "the night proves its own data (0 of 1 sources)" in alert.words


def test_each_trouble_of_a_source_has_its_event_and_its_next_step() -> None:
    described = _night(
        "2026-11-18",
        _source("failed", "timeout", "a_one"),
        _source("held_back", "layout_change", "b_two"),
        _source("ok", "silent", "c_three"),
    )
    assert _events(described)[1:] == [
        ("warraq.source.failed", "source.a_one"),
        ("warraq.source.held-back", "source.b_two"),
        ("warraq.source.drift", "source.c_three"),
    ]
    assert all(one.details["next_step"] for one in list(alerts.of_night(described, None))[1:])


def test_a_source_that_is_published_again_has_recovered_once() -> None:
    broken = _night("2026-11-18", _source("failed", "timeout"))
    well = _night("2026-11-19", _source())
    assert ("warraq.source.recovered", "source.minbar") in _events(well, broken)
    assert ("warraq.source.recovered", "source.minbar") not in _events(_night("2026-11-20", _source()), well)


def test_nights_without_a_run_are_named_with_what_finds_their_links() -> None:
    (alert, *_) = alerts.of_night(_night("2026-11-21", _source()), _night("2026-11-18s002", _source()))
    assert alert.details["missed_nights"] == 2
    assert "no run of 2026-11-19, 2026-11-20" in alert.words
    assert "backfill" in alert.words
