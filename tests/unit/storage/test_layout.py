"""Object keys: what is replaced has a slot, what belongs to one run has none."""

from datetime import date

import pytest

from storage import layout

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
