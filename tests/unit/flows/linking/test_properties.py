"""What holds for any night: no order, no repetition and no split of it changes what is linked, and nothing is lost."""

import random
import sys
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import CHESS, NIGHT, STRIKE, VOLCANO, Archive, candidate

from flows.linking.night import Candidate
from storage.partitions import merge_articles
from storage.records import ArticleRow
from tests.integration.stored import article

PARTS = (VOLCANO, STRIKE, CHESS, VOLCANO.translate(str.maketrans("أة", "اه")), VOLCANO[:120], "…")


@st.composite
def nights(draw: st.DrawFn) -> list[Candidate]:
    """Articles of a few publishers made of the same few parts, some edited, some undated."""
    drawn = st.tuples(
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=3),
        st.integers(0, 40),
        st.sampled_from(("alif", "ba", "ta")),
        st.none() | st.integers(-40, 40),
    )
    tonight = []
    for number, (parts, dropped, source, hours) in enumerate(draw(st.lists(drawn, max_size=7))):
        text = " ".join(" ".join(parts).split()[dropped:]) or "…"
        at = None if hours is None else NIGHT + timedelta(hours=hours)
        tonight.append(candidate(str(number), text, source=source, at=at))
    return tonight


@settings(max_examples=40)
@given(nights(), nights(), st.randoms(use_true_random=False))
def test_a_night_is_linked_alike_in_any_order_and_changes_nothing_when_fed_again(
    earlier: list[Candidate], tonight: list[Candidate], rng: random.Random
) -> None:
    archive = Archive()
    archive.night(*earlier)
    links = archive.look(tonight)
    assert archive.look(rng.sample(tonight, k=len(tonight))) == links
    archive.night(*tonight)
    again = archive.look(tonight)
    assert {decision.outcome for decision in again.decisions} <= {"revisit"}
    assert again.touched == again.stories == ()


@settings(max_examples=40)
@given(nights(), nights())
def test_every_article_is_in_one_cluster_with_one_original_and_one_story(
    first: list[Candidate], second: list[Candidate]
) -> None:
    archive = Archive()
    for tonight in (first, second):
        links = archive.night(*tonight)
        assert [decision.article_id for decision in links.decisions] == sorted(one.article_id for one in tonight)
    rows = archive.rows
    assert rows.keys() == {one.article_id for one in (*first, *second)}
    for row in rows.values():
        original = rows[row.copy_of] if row.copy_of else row
        assert original.copy_of is None
        assert (row.cluster_id, row.story_id, row.parent_id) == (
            original.article_id,
            original.story_id,
            original.parent_id,
        )
        copies = sum(other.copy_of == row.article_id for other in rows.values())
        assert row.copy_count == copies


archived = st.lists(
    st.builds(
        lambda n, revision: article(n, revision=revision, word_count=revision), st.integers(0, 6), st.integers(1, 3)
    ),
    max_size=8,
)


@given(archived, archived, archived)
def test_merging_commutes_inside_a_night_and_loses_no_article(
    stored: list[ArticleRow], one: list[ArticleRow], other: list[ArticleRow]
) -> None:
    before = merge_articles([], stored)
    merged = merge_articles(merge_articles(before, one), other)
    assert merge_articles(merge_articles(before, other), one) == merged
    assert merge_articles(before, [*one, *other]) == merged
    assert {row.article_id for row in merged} == {row.article_id for row in (*stored, *one, *other)}
