"""A fault of ours with one source fails that source alone, and loses none of its links."""

import pytest

from flows.night import NightWork
from storage.errors import SpoolError
from tests.unit.flows import samples as s


def _work() -> NightWork:
    work = NightWork.__new__(NightWork)  # neither store nor pool is needed to fail
    work.gathered, work.fatal = {"minbar": s.gathered(s.link("a"))}, None
    return work


def test_a_fault_of_ours_fails_the_source_and_keeps_its_links() -> None:
    work = _work()
    with work.source_fault("minbar"):
        raise RuntimeError("a bug")
    gathered = work.gathered["minbar"]
    assert gathered.failure == "internal_error"
    assert "a bug" in gathered.failure_detail
    assert len(gathered.links) == 1
    assert work.fatal is None


def test_without_the_spool_no_source_can_go_on() -> None:
    work = _work()
    with pytest.raises(SpoolError), work.source_fault("minbar"):
        raise SpoolError("disk full")
    assert isinstance(work.fatal, SpoolError)
