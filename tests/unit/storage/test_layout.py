"""Object keys: what is replaced has a slot, what belongs to one run has none."""

from datetime import date

import pytest

from storage import layout
from storage.errors import UsageError

DAY, RUN = date(2026, 11, 18), "2026-11-20"


@pytest.mark.parametrize(
    ("key", "slot"),
    [
        (layout.articles(DAY), "articles/date=2026-11-18"),
        (layout.stories(DAY), "stories/date=2026-11-18"),
        (layout.day_segment(layout.ARTICLE_INDEX, DAY, RUN), "index/articles/date=2026-11-18"),
        (layout.key_segment(layout.LINK_KEYS, "2026-11", RUN), "state/link-keys/month=2026-11"),
        (layout.terms(RUN), "index/terms"),
        (layout.block_state(RUN), "state/blocks"),
        (layout.revisions(RUN), None),
        (layout.outcomes(RUN), None),
        (layout.capture_file(RUN, "minbar", 0), None),
        (layout.manifest(RUN), None),
        (layout.report(RUN), None),
    ],
)
def test_versions_of_one_object_share_a_slot_and_objects_of_one_run_have_none(key: str, slot: str | None) -> None:
    assert layout.slot(key) == slot


SUPPLEMENT = "2026-11-20s001"


def test_supplements_sort_between_their_night_and_the_next() -> None:
    second = layout.next_supplement(SUPPLEMENT)
    assert layout.next_supplement(RUN) == SUPPLEMENT
    assert second == "2026-11-20s002"
    assert sorted(["2026-11-21", second, RUN, SUPPLEMENT]) == [RUN, SUPPLEMENT, second, "2026-11-21"]
    assert (layout.is_night(RUN), layout.is_night(SUPPLEMENT)) == (True, False)
    assert layout.night_of(SUPPLEMENT) == date(2026, 11, 20)
    with pytest.raises(UsageError, match="wait for the next night"):
        layout.next_supplement("2026-11-20s999")


@pytest.mark.parametrize(
    "run", ["2026-11-20s1", "2026-11-31", "2026-11-31s001", "2026-11-20s0001", "s001", "2026-11-20 "]
)
def test_what_is_no_run_is_refused(run: str) -> None:
    with pytest.raises(UsageError, match="logical night"):
        layout.check_run(run)


def test_keys_of_a_supplement_tell_their_run_and_slot_as_a_nights_do() -> None:
    assert layout.path_key(layout.revisions(SUPPLEMENT)) == ("run", SUPPLEMENT)
    assert layout.run_of(layout.capture_file(SUPPLEMENT, "minbar", 0), own=True) == SUPPLEMENT
    assert layout.source_of(layout.capture_file(SUPPLEMENT, "minbar", 0)) == "minbar"
    assert layout.slot(layout.terms(SUPPLEMENT)) == "index/terms"
    assert layout.kept_of(layout.kept(SUPPLEMENT, layout.articles(DAY))) == (SUPPLEMENT, layout.articles(DAY))
    assert layout.part_of(layout.outcomes(SUPPLEMENT)) == SUPPLEMENT
    # Amendments of a night must not be taken for those of its supplements.
    assert not layout.amendment(SUPPLEMENT, 1).startswith(layout.amendment(RUN, 1)[:-9])
