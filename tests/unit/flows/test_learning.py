"""What a publisher's furniture is, and what is only background, refrain or a shared text."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawlers.reading.learned import block_digest, without_blocks
from crawlers.reading.records import Article
from flows import learning
from flows.learning import learn_blocks, learned
from flows.linking.index import MemoryIndex
from flows.linking.vectors import terms
from storage.fold import fold_words
from storage.records import BlockRow, IndexRow
from tests.unit.flows import samples as s

APPEAL = "ادعم صحافة مستقلة: كن عضوا في نادي أصدقاء المنبر وساهم في بقاء تقاريرنا مفتوحة للجميع."
MATTERS = ["".join(random.Random(n).choices("بجدرسشصطعقكمن", k=200)) for n in range(12)]
"""Letters cut into forty words each: articles on different matters share none."""

LEAD = 39
"""Words of a lead: all of ``about`` and none of what follows."""


class Archive:
    """Nights of one publisher, as the flow keeps them."""

    def __init__(self) -> None:
        self.blocks: list[BlockRow] = []
        self.index: dict[str, IndexRow] = {}
        self.nights = 0

    def night(self, *texts: str, source_id: str = "minbar") -> None:
        run = (date(2026, 11, 1) + timedelta(days=self.nights)).isoformat()
        known = learned(self.blocks).get(source_id, frozenset())
        new = []
        for number, whole in enumerate(texts):
            text, removed = without_blocks(whole, known)
            article = s.article(f"{run}-{number}", text, title="", removed_blocks=removed)
            article_id = f"{run}-{number}-{source_id}"
            new.append((self.row(article_id, source_id, article), article))
        self.blocks = learn_blocks(self.blocks, new, index=MemoryIndex(self.index.values()), run=run)
        self.index.update((row.article_id, row) for row, _ in new)
        self.nights += 1

    @staticmethod
    def row(article_id: str, source_id: str, article: Article) -> IndexRow:
        return s.index_row(article_id, source_id=source_id, term_ids=terms([], fold_words(article.text)[:LEAD])[0])

    @property
    def learned(self) -> frozenset[str]:
        return learned(self.blocks).get("minbar", frozenset())


def about(number: int, *after: str, before: str = "") -> str:
    """A text of three paragraphs about a matter no other number shares."""
    words = [MATTERS[number][at : at + 5] for at in range(0, 200, 5)]
    body = [" ".join(words[at : at + 13]) + "." for at in (0, 13, 26)]
    return "\n".join(filter(None, [before, *body, *after]))


def names(*paragraphs: str) -> frozenset[str]:
    return frozenset(filter(None, map(block_digest, paragraphs)))


@pytest.mark.parametrize("place", ["before", "after"])
def test_what_much_of_a_night_has_at_one_end_of_unlike_texts_is_learned_at_once(place: str) -> None:
    archive = Archive()
    with_appeal = [about(n, before=APPEAL) if place == "before" else about(n, APPEAL) for n in range(3)]
    archive.night(*with_appeal, about(3), about(4))
    assert archive.learned == names(APPEAL)


def test_what_few_pages_have_is_learned_over_several_nights() -> None:
    archive = Archive()
    for night in range(3):
        assert archive.learned == frozenset()
        archive.night(about(night, APPEAL), *(f"{about(n)}\nخبر {night} من {n}" for n in range(5, 11)))
    assert archive.learned == names(APPEAL)


def test_two_articles_are_too_few() -> None:
    archive = Archive()
    archive.night(about(0, APPEAL), about(1, APPEAL))
    archive.night(about(2))
    assert archive.learned == frozenset()


def test_background_of_articles_on_one_matter_stays() -> None:
    archive = Archive()
    for night in range(6):
        archive.night(about(0, f"تطور الليلة {night}", APPEAL), about(0, f"رد الليلة {night}", APPEAL))
    assert archive.learned == frozenset()


def test_a_background_of_several_paragraphs_stays_even_in_unlike_articles() -> None:
    background = [*about(10).split("\n"), *about(11).split("\n")]
    archive = Archive()
    for night in range(5):
        archive.night(about(2 * night, *background), about(2 * night + 1, *background))
    assert archive.learned == frozenset()


def test_lines_of_one_foot_are_learned_together() -> None:
    foot = ("* نقلا عن صحيفة الضفاف", "** المقالات تعبر عن آراء كتابها")
    archive = Archive()
    archive.night(*(about(n, *foot) for n in range(4)))
    assert archive.learned == names(*foot)


@pytest.mark.parametrize("refrain", ["كلمة أخيرة..", "وقبل أن أختم هذه الزاوية لا يبقى لي الليلة إلا أن أقول:"])
def test_a_columnists_refrain_inside_the_text_stays(refrain: str) -> None:
    archive = Archive()
    for night in range(5):
        archive.night(*(about(2 * night + n, refrain, f"خاتمة الليلة {night} والمقال {n}") for n in (0, 1)))
    assert archive.learned == frozenset()


def test_a_sentence_inside_the_texts_of_a_few_nights_stays() -> None:
    archive = Archive()
    for night in range(4):
        archive.night(*(about(3 * night + n, APPEAL, f"خاتمة الليلة {night} والخبر {n}") for n in (0, 1, 2)))
    assert archive.learned == frozenset()


def test_an_advert_inside_the_text_is_learned_when_many_unlike_articles_have_it() -> None:
    archive = Archive()
    for night in range(5):
        pages = [about(2 * night + n, APPEAL, f"خاتمة الليلة {night} والخبر {n}") for n in (0, 1)]
        archive.night(*pages)
    assert archive.learned == names(APPEAL)


def test_the_order_of_a_nights_articles_does_not_matter() -> None:
    archive = Archive()
    new = []
    for number in range(10):
        article = s.article(str(number), about(number, APPEAL, "خاتمة"), title="")
        new.append((archive.row(f"{number:024x}", "minbar", article), article))
    expected = learn_blocks([], new, index=MemoryIndex([]), run=s.RUN)
    random.Random(1).shuffle(new)
    assert learn_blocks([], new, index=MemoryIndex([]), run=s.RUN) == expected


def test_a_learned_block_stays_while_pages_show_it_and_goes_long_after() -> None:
    archive = Archive()
    archive.night(*(about(n, APPEAL) for n in range(3)))
    archive.nights += learning.FORGET_LEARNED_DAYS - 1
    archive.night(about(5, APPEAL))
    archive.nights += learning.FORGET_LEARNED_DAYS - 1
    archive.night(about(6))
    assert archive.learned == names(APPEAL)
    archive.night(about(7))
    assert archive.learned == frozenset()


def test_what_was_seen_once_is_forgotten_soon_and_only_by_its_own_source() -> None:
    archive = Archive()
    archive.night(about(0))
    archive.nights += learning.FORGET_ONCE_DAYS
    archive.night(about(1), source_id="rafid")
    assert {row.source_id for row in archive.blocks} == {"minbar", "rafid"}
    archive.night(about(2))
    assert not names(*about(0).split("\n")) & {row.digest for row in archive.blocks}


def test_a_source_keeps_a_bounded_number_of_rows_and_what_is_learned_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MAX_BLOCKS", 5)
    archive = Archive()
    archive.night(*(about(n, APPEAL) for n in range(6)))
    archive.night(*(about(n) for n in range(6, 11)))
    assert len(archive.blocks) == 5
    assert archive.learned == names(APPEAL)


def test_a_publishers_blocks_are_its_own() -> None:
    archive = Archive()
    for number, source_id in enumerate(("minbar", "rafid", "mada")):
        archive.night(about(number, APPEAL), about(number + 3), source_id=source_id)
    assert learned(archive.blocks) == {}


def test_articles_taken_down_since_still_count_and_break_nothing() -> None:
    archive = Archive()
    archive.night(about(0, APPEAL), about(1, APPEAL))
    archive.index.clear()
    archive.night(about(2, APPEAL), about(3))
    (row,) = [row for row in archive.blocks if row.digest == block_digest(APPEAL)]
    assert row == replace(row, article_count=3, edge_count=3, night_count=2)
    assert len(row.article_ids) == 3
