"""Which articles are one story."""

import random
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import CHESS, NIGHT, STRIKE, VOLCANO, Archive, candidate, row_of

from flows.linking import groups
from flows.linking.night import Candidate
from flows.linking.stories import SPAN_DAYS
from storage import ids
from storage.records import StoryRow

DAY = timedelta(days=1)
VOLCANO_TITLE, STRIKE_TITLE = "بركان ريونيون يثور للمرة الثالثة", "إضراب يشل ميناء لشبونة"
VOLCANO_TOLD_AGAIN = (
    "عاد بركان بيتون دو لا فورنيز في جزيرة ريونيون الفرنسية إلى الثوران، وشوهدت الحمم منذ ساعات الصباح الأولى على "
    "جانبه الجنوبي. وذكر مرصد البراكين أن القرى ليست في خطر، لكن المتنزهين منعوا من الصعود وأغلقت طريق الساحل. "
    "ويعد البركان من أنشط براكين العالم، وكان قد ثار مرتين منذ مطلع العام."
)
MACHINE_TRANSLATED = (
    "ريونيون ، جزيرة - البركان بيتون دو لا فورنيز لديه مرة أخرى ثوران. من من من من الحمم المتدفقة السفح الجنوبي "
    "متأثر ، ولكن Die القرى ليست في خطر. مرصد البركان يراقب هزات صغيرة ، والطريق الساحلي مغلقة من قبل الشرطة ."
)


def test_the_same_event_told_independently_is_one_story_and_no_copy() -> None:
    told = [
        candidate("a", VOLCANO, title=VOLCANO_TITLE),
        candidate("b", VOLCANO_TOLD_AGAIN, source="ba", title="ثوران جديد لبركان فورنيز في ريونيون"),
        candidate("t", MACHINE_TRANSLATED, source="ta", title="البركان ريونيون: ثوران مرة ثالثة!"),
    ]
    others = [candidate("j", STRIKE, title=STRIKE_TITLE), candidate("h", CHESS, title="سلمى الإدريسي بطلة إفريقيا")]
    links = Archive().night(*told, *others)
    assert {decision.outcome for decision in links.decisions} == {"new"}
    assert len({row_of(links, one)[1].story_id for one in told}) == 1
    assert len(links.stories) == 3


def test_a_story_takes_its_id_and_day_from_the_article_published_first() -> None:
    first = candidate("z", VOLCANO, title=VOLCANO_TITLE, at=NIGHT - timedelta(hours=3))
    second = candidate("b", VOLCANO_TOLD_AGAIN, source="ba", title=VOLCANO_TITLE)
    (story,) = Archive().night(second, first).stories
    assert (story.story_id, story.first_date) == (ids.story_id(first.article_id), NIGHT.date())


def test_the_next_days_article_joins_the_open_story_and_the_row_counts_all_members() -> None:
    archive = Archive()
    first = candidate("a", VOLCANO, title=VOLCANO_TITLE, countries=("RE", "FR"))
    copy = candidate("t", VOLCANO, source="ta", title=VOLCANO_TITLE, at=NIGHT + timedelta(minutes=5))
    (opened,) = archive.night(first, copy).stories
    next_day = candidate("b", VOLCANO_TOLD_AGAIN, source="ba", title=VOLCANO_TITLE, at=NIGHT + DAY, countries=("FR",))
    (story,) = archive.night(next_day).stories
    assert (story.story_id, story.first_date, story.last_date) == (opened.story_id, NIGHT.date(), NIGHT.date() + DAY)
    assert (story.article_count, story.copy_count, story.source_ids) == (2, 1, ("alif", "ba", "ta"))
    assert story.article_ids == tuple(sorted(one.article_id for one in (first, copy, next_day)))
    assert (story.countries, story.run) == (("FR", "RE"), "2026-11-21")


def test_an_earlier_article_found_later_joins_without_moving_the_storys_day() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO, title=VOLCANO_TITLE))
    late = candidate("b", VOLCANO_TOLD_AGAIN, source="ba", title=VOLCANO_TITLE, at=NIGHT - DAY)
    (story,) = archive.night(late).stories
    assert (story.first_date, story.article_count) == (NIGHT.date(), 2)


def test_a_story_that_was_silent_for_a_week_takes_no_more() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO, title=VOLCANO_TITLE))
    late = candidate("b", VOLCANO_TOLD_AGAIN, source="ba", title=VOLCANO_TITLE, at=NIGHT + 7 * DAY)
    assert [story.story_id for story in archive.night(late).stories] == [ids.story_id(late.article_id)]


def test_a_copy_follows_its_original_into_a_closed_story() -> None:
    archive = Archive()
    first = candidate("a", VOLCANO)
    (story,) = archive.night(first).stories
    late = candidate("b", VOLCANO, source="ba", at=NIGHT + 60 * DAY)
    (changed,) = archive.night(late).stories
    assert (changed.story_id, changed.copy_count, changed.title) == (story.story_id, 1, story.title)


def _war(day: int, publishers: int) -> list[Candidate]:
    """A day's reports of one war: the same words, never in the same order, so that none is a copy."""
    reports = []
    for number in range(publishers):
        words = VOLCANO.split()
        random.Random(100 * day + number).shuffle(words)
        source, at = f"s{number}", NIGHT + day * DAY
        reports.append(candidate(f"war{day}", " ".join(words), source=source, at=at, title=VOLCANO_TITLE))
    return reports


def test_a_war_longer_than_a_story_goes_on_in_stories_with_one_parent() -> None:
    archive = Archive()
    written: dict[str, StoryRow] = {}
    for day in range(0, 24, 3):
        links = archive.night(*_war(day, 2), candidate(f"x{day}", CHESS, at=NIGHT + day * DAY))
        written.update((story.story_id, story) for story in links.stories)
    war = [story for story in written.values() if story.title == VOLCANO_TITLE]
    first, *later = sorted(war, key=lambda story: story.first_date)
    assert sum(story.article_count for story in war) == 16
    assert first.parent_id is None
    assert len(later) == 2
    assert {story.parent_id for story in later} == {first.story_id}
    assert all((story.last_date - story.first_date).days <= SPAN_DAYS for story in war)


@pytest.mark.parametrize(
    ("publishers", "silence", "goes_on"), [(3, 7, False), (4, 4, False), (4, 5, True), (4, 7, True), (4, 8, False)]
)
def test_only_a_story_of_some_size_that_closed_lately_is_a_parent(
    publishers: int, silence: int, goes_on: bool
) -> None:
    archive = Archive()
    (first,) = archive.night(*_war(0, publishers)).stories
    (late,) = archive.night(*_war(silence, 1)).stories
    assert (late.story_id == first.story_id) is (silence == 4)
    assert late.parent_id == (first.story_id if goes_on else None)


def test_a_story_whose_row_would_be_the_same_is_not_written_again() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO, title=VOLCANO_TITLE))
    assert archive.look([candidate("a", f"{VOLCANO} {CHESS}", title=VOLCANO_TITLE)]).stories == ()
    (renamed,) = archive.look([candidate("a", VOLCANO, title="عنوان آخر")]).stories
    assert renamed.title == "عنوان آخر"


def test_articles_without_a_word_have_a_story_each() -> None:
    links = Archive().night(candidate("a", "…", title=None), candidate("b", "…", source="ba", title=None))
    assert len({decision.row.story_id for decision in links.decisions}) == 2
    assert [story.title for story in links.stories] == [None, None]


def test_a_component_that_is_too_large_is_parted_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    dense = np.abs(rng.normal(size=(60, 8)))
    vectors = sparse.csr_matrix(dense / np.linalg.norm(dense, axis=1, keepdims=True))
    whole = groups.group_rows(vectors, least=0.1)
    monkeypatch.setattr(groups, "LARGEST", 10)
    parted = groups.group_rows(vectors, least=0.1)
    assert sorted(number for group in parted for number in group) == list(range(60))
    assert len(parted) > len(whole)


def test_a_day_in_parts_and_at_once_group_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(11)
    dense = np.abs(rng.normal(size=(50, 40))) * (rng.random((50, 40)) < 0.1) + 1e-9
    vectors = sparse.csr_matrix(dense / np.linalg.norm(dense, axis=1, keepdims=True))
    at_once = groups.group_rows(vectors, least=0.3)
    monkeypatch.setattr(groups, "BLOCK", 7)
    assert groups.group_rows(vectors, least=0.3) == at_once
    assert 1 < len(at_once) < 50
