"""Spelling makes no other article, and furniture makes no copy."""

import random
import sys
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import CHESS, NIGHT, STRIKE, VOLCANO, Archive, candidate, row_of

HOUR = timedelta(hours=1)
NUMBERED = f"{VOLCANO} وبلغ عدد الهزات 1450 هزة في 24 ساعة.\n{STRIKE}"
FOOTER = (
    "جميع الحقوق محفوظة للمنبر. يحظر نسخ المواد أو إعادة نشرها دون إذن كتابي مسبق من إدارة الموقع، ويمكن التواصل معنا عبر "
    "البريد أو الهاتف أو صفحاتنا على شبكات التواصل. اشترك في نشرتنا اليومية لتصلك أهم الأخبار والتحليلات كل صباح."
)
TICKER = "\n".join(f"عاجل: خبر قصير من العاصمة رقم {number} عن جلسة البرلمان" for number in range(12))
BACKGROUND = (
    "ويذكر أن المفاوضات بين الجانبين بدأت قبل ثلاثة أعوام بوساطة إقليمية وتعثرت مرات عدة بسبب الخلاف على الحدود والمياه وعودة "
    "النازحين، ثم استؤنفت في الربيع بعد تبادل للأسرى شمل مئة شخص من الطرفين وسط ترحيب دولي واسع."
)


def _marked(text: str) -> str:
    rng = random.Random(1)
    return "".join(char + rng.choice("\u064e\u064f\u0650\u0651") if char in "بتسلمن" else char for char in text)


@pytest.mark.parametrize(
    "text",
    [
        NUMBERED.translate(str.maketrans("أإآةىئ", "اااهيي")),
        _marked(NUMBERED),
        NUMBERED.replace("س", "ســـ"),
        NUMBERED.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        NUMBERED.replace(" ", "\u00a0 \u200f"),
        NUMBERED.replace(". ", ".\n\n"),
    ],
    ids=["spelling", "harakat", "tatweel", "digits", "spaces", "paragraphs"],
)
def test_a_variant_of_a_text_is_the_same_text(text: str) -> None:
    assert text != NUMBERED
    first, other = candidate("a", NUMBERED), candidate("b", text, source="ba", at=NIGHT + HOUR)
    assert row_of(Archive().night(first, other), other)[1].copy_kind == "exact"


@pytest.mark.parametrize(
    ("before", "after"),
    [("", FOOTER), (TICKER, ""), ("", TICKER), ("", f"{CHESS[:200]}\n{FOOTER}"), ("", BACKGROUND)],
    ids=["footer", "ticker first", "ticker last", "teaser", "background"],
)
@pytest.mark.parametrize("publishers", [("alif", "alif"), ("alif", "ba")], ids=["one", "two"])
def test_what_pages_share_merges_no_articles(before: str, after: str, publishers: tuple[str, str]) -> None:
    texts = [f"{before}\n{own}\n{own[::-1]}\n{after}" for own in (VOLCANO, STRIKE)]
    pages = [candidate(str(n), text, source=publishers[n], at=NIGHT + n * HOUR) for n, text in enumerate(texts)]
    links = Archive().night(*pages)
    assert [decision.row.copy_of for decision in links.decisions] == [None, None]
