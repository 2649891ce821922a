"""A fault of ours with one source fails that source alone, and loses none of its links."""

import pytest

from flows.night import NightWork
from storage.errors import LeaseError, SpoolError
from tests.unit.flows import samples as s


class _Held:
    """A lease that is held, or lost."""

    lost: LeaseError | None = None

    def check(self) -> None:
        if self.lost:
            raise self.lost


def _work() -> NightWork:
    work = NightWork.__new__(NightWork)  # neither store nor pool is needed to fail
    work.lease = _Held()
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


def test_no_source_is_begun_once_another_night_has_taken_over() -> None:
    work = _work()
    work.lease.lost = LeaseError("another night has taken over")
    begun = []
    for source_id in ("minbar", "rafid"):
        with pytest.raises(LeaseError, match="taken over"), work.source_fault(source_id):
            begun.append(source_id)
        work.lease.lost = None  # what ended the night goes on ending it
    assert begun == []
