import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.fold import fold, fold_letters, fold_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أكّدَ المسؤول أن القاهرة", "اكد المسوول ان القاهره"),
        ("الــقـاهرة\u200f", "القاهره"),
        ("إلى مستشفى", "الي مستشفي"),
        ("٢٠٢٦ و۱۴۰۵", "2026 و1405"),
        ("کتاب ایران", "كتاب ايران"),
        ("قال: «نعم»، ثم", "قال نعم ثم"),
        ("ﻻ ﷲ", "لا الله"),
        ("سماء", "سما"),
        ("NATO", "nato"),
    ],
)
def test_spelling_styles_of_one_text_fold_to_the_same_words(one, other):
    assert fold(one) == fold(other)


def test_different_words_stay_different():
    assert len({fold(word) for word in ("سورية", "سوريون", "مصر", "مصير", "قتل", "قاتل")}) == 6


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_folded_text_is_words_between_single_spaces(text):
    assert fold(text) == " ".join(fold_words(text))


def test_folded_letters_keep_their_punctuation():
    assert fold_letters("١٩/١١/٢٠٢٦ - الأربعاء،  ٩:٣٠ مساءً") == "19/11/2026 - الاربعا، 9:30 مسا"
