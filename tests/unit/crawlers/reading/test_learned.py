"""Learned paragraphs are left out of a text, whatever their spelling, and name the reader."""

import reading_pages as p

from crawlers.reading.learned import block_digest, reader_name, without_blocks
from crawlers.reading.page import read_page
from crawlers.reading.records import READER, Page
from crawlers.source import Prune

APPEAL = "ادعم صحافة مستقلة: كن عضوا في نادي أصدقاء المنارة وساهم في بقاء تقاريرنا مفتوحة للجميع."


def blocks(*paragraphs: str) -> frozenset[str]:
    return frozenset(name for paragraph in paragraphs if (name := block_digest(paragraph)))


def read_with(body: str, learned: frozenset[str]):
    page = Page(
        source_id=p.SOURCE.id,
        url=p.URL,
        body=p.html(body).encode(),
        content_type="text/html",
        captured_at=p.CAPTURED,
        hint_title=None,
        hint_published=None,
        blocks=learned,
    )
    return read_page(page, p.SOURCE).article


def test_a_learned_paragraph_is_left_out_of_the_text_and_named():
    page = p.story(f"<p>{APPEAL}</p>")
    assert read_with(page, frozenset()).text == f"{p.TEXT}\n{APPEAL}"
    article = read_with(page, blocks(APPEAL))
    assert article.text == p.TEXT
    assert article.removed_blocks == tuple(blocks(APPEAL))
    assert article.word_count == len(p.TEXT.split())


def test_a_learned_paragraph_is_known_in_another_spelling():
    styled = APPEAL.replace("أصدقاء", "اصدقاء").replace("كن", "كُنْ")
    assert without_blocks(f"نص\n{styled}", blocks(APPEAL)) == ("نص", tuple(blocks(APPEAL)))


def test_what_has_no_words_is_no_block():
    assert block_digest("* * *") is None
    assert without_blocks("أول\n* * *\nثان", blocks(APPEAL)) == ("أول\n* * *\nثان", ())


def test_only_whole_paragraphs_are_left_out():
    text = f"{APPEAL} ثم قال الوزير إن الأمر كذلك."
    assert without_blocks(text, blocks(APPEAL)) == (text, ())


def test_the_agency_a_learned_signature_names_is_still_credited():
    signature = "تحرير قسم الشؤون العربية في المنارة (رويترز)"
    page = p.story(f"<p>{signature}</p>")
    assert read_with(page, frozenset()).credits == ("رويترز",)
    article = read_with(page, blocks(signature))
    assert article.text == p.TEXT
    assert article.credits == ("رويترز",)


def test_a_signature_before_a_learned_paragraph_ends_the_text_once_that_is_left_out():
    signed = (*p.PARAGRAPHS[:-1], f"{p.PARAGRAPHS[-1]} (رويترز)")
    page = p.story(f"<p>{APPEAL}</p>", paragraphs=signed)
    assert read_with(page, frozenset()).credits == ()
    assert read_with(page, blocks(APPEAL)).credits == ("رويترز",)


def test_the_reader_is_named_by_its_version_and_by_what_a_source_adds_to_it():
    assert reader_name((), frozenset()) == READER
    names = {
        reader_name((), blocks(APPEAL)),
        reader_name((), blocks(APPEAL, p.TITLE)),
        reader_name((Prune(css=".box"),), frozenset()),
        reader_name((Prune(css=".box", until=p.CAPTURED.date()),), frozenset()),
    }
    assert len(names) == 4
    assert all(name.startswith(f"{READER}+rules.") for name in names)
    assert reader_name((), blocks(APPEAL, p.TITLE)) == reader_name((), blocks(p.TITLE, APPEAL))
