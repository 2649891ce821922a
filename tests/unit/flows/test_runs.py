"""Which night runs is told by what is archived and by what was asked for."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.runs import PUBLISHING, plan_night
from storage.errors import SettingsError, UnknownSourceError, UsageError
from storage.manifest import Manifest, SourceReport
from storage.settings import Settings

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


def _plan(
    tmp_path: Path,
    *,
    night: int = 0,
    run: str = "",
    latest: str | None = None,
    archived: str = "minbar",
    **settings: str,
):
    made = Settings(_env_file=None, data_dir=tmp_path, **settings)
    return plan_night(made, night=night, run=run, latest=_committed(latest, archived) if latest else None, now=NOW)


def _committed(run: str, source_id: str) -> Manifest:
    report = SourceReport(source_id=source_id, state="ok", failure=None, detail="", counts={})
    return Manifest(
        run=run,
        parent=None,
        clock=NOW,
        package_version="0",
        schema_version=1,
        objects=[],
        segments={},
        counts={},
        sources=[report],
        checks=[],
    )


@pytest.mark.parametrize(("latest", "expected"), [(None, 1), ("2026-11-18", 2), ("2026-11-19", 3), ("2026-11-20", 3)])
def test_night_0_is_the_next_practice_night(tmp_path: Path, latest: str | None, expected: int) -> None:
    assert _plan(tmp_path, latest=latest).practice_night == expected


def test_a_practice_night_has_a_fixed_clock(tmp_path: Path) -> None:
    assert _plan(tmp_path, night=2).clock == datetime(2026, 11, 19, 22, tzinfo=UTC)


def test_a_retry_of_a_real_night_continues_with_the_clock_of_its_first_attempt(tmp_path: Path) -> None:
    first = _plan(tmp_path, sources="press", contact="mailto:desk@example.org")
    (tmp_path / "spool" / "2026-12-01" / "run.json").write_text(
        json.dumps({"clock": (NOW - timedelta(hours=1)).isoformat(), "owner": "o"})
    )
    again = _plan(tmp_path, sources="press", contact="mailto:desk@example.org")
    assert (first.clock, again.clock) == (NOW, NOW - timedelta(hours=1))


def test_real_publishers_need_a_contact(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WARRAQ_CONTACT"):
        _plan(tmp_path, sources="press")


def test_practice_and_real_publishers_do_not_share_a_night(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mix"):
        _plan(tmp_path, sources="minbar,bbc_arabic")


def test_an_unknown_source_is_answered_with_the_closest(tmp_path: Path) -> None:
    with pytest.raises(UnknownSourceError, match="minbar"):
        _plan(tmp_path, sources="minbarr")


def test_real_news_is_not_archived_beside_invented_news(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="WARRAQ_BUCKET"):
        _plan(tmp_path, latest="2026-11-20", sources="press", contact="mailto:desk@example.org")
    with pytest.raises(UsageError, match="WARRAQ_BUCKET"):
        _plan(tmp_path, latest="2026-11-10", archived="bbc_arabic")


def _left_behind(tmp_path: Path, run: str, hours: float, *, publishing: bool = False) -> None:
    spool = tmp_path / "spool" / run
    spool.mkdir(parents=True)
    (spool / "run.json").write_text(json.dumps({"clock": (NOW - timedelta(hours=hours)).isoformat(), "owner": "o"}))
    if publishing:
        (spool / PUBLISHING).touch()


def test_a_night_that_died_before_midnight_is_continued_after_it(tmp_path: Path) -> None:
    _left_behind(tmp_path, "2026-11-30", 4)
    planned = _plan(tmp_path, sources="press", contact="mailto:desk@example.org")
    assert (planned.run, planned.owner) == ("2026-11-30", "o")


def test_an_old_attempt_is_left_unless_it_had_begun_to_publish(tmp_path: Path) -> None:
    _left_behind(tmp_path, "2026-11-29", 30)
    assert _plan(tmp_path, sources="press", contact="mailto:desk@example.org").run == "2026-12-01"
    (tmp_path / "spool" / "2026-12-01" / "run.json").unlink()
    _left_behind(tmp_path, "2026-11-28", 60, publishing=True)
    assert _plan(tmp_path, sources="press", contact="mailto:desk@example.org").run == "2026-11-28"


def test_a_run_that_is_committed_is_not_continued(tmp_path: Path) -> None:
    _left_behind(tmp_path, "2026-11-30", 4, publishing=True)
    planned = _plan(tmp_path, sources="press", contact="m", latest="2026-11-30", archived="bbc_arabic")
    assert planned.run == "2026-12-01"


def test_a_practice_night_takes_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="night from 1 to 3"):
        _plan(tmp_path, run="2026-11-18")
