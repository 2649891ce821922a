"""What makes two readings of an article the same revision, and the index row of a reading.

A revision is a distinct text or title. White space, harakat, tatweel, the shape of digits and spelling style
are folded away; lines that only say when the page was last updated, how long ago it was published, or how often
it was read or shared never count.
"""

import re
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from crawlers.reading.records import Article
from flows.linking.shingles import lead_tokens, shingles
from flows.linking.vectors import terms
from storage import ids
from storage.fold import fold_words
from storage.records import ArticleRow, IndexRow

_STAMP = re.compile(
    r"(?:(?:تاريخ |وقت )?(?:اخر|احدث) (?:تحديث|تعديل)(?! ل\w)|تم (?:التحديث|التعديل)|تاريخ (?:التحديث|التعديل)"
    r"|last (?:updated|modified)|updated)\b"
)
_ONE = "(?:ثانيه|دقيقه|دقيقتين|ساعه|ساعتين|يوم|يومين|اسبوع|اسبوعين|شهر|شهرين)"
_SPAN = rf"(?:{_ONE}|\d+ (?:{_ONE}|ثوان|ثواني|دقايق|ساعات|ايام|اسابيع|اشهر))"
_AGO = rf"(?:نشرت? )?(?:اخر تحديث |تم التحديث )?(?:قبل|منذ) {_SPAN}(?: و ?{_SPAN})*"
_COUNTED = (
    "(?:عدد |مرات )?(?:ال)?(?:مشاهد(?:ه|ات)|قرا(?:ه|ات)?|زيار(?:ه|ات)|زوار|تعليق(?:ات|ا)?|مشارك(?:ه|ات)|اعجاب(?:ات)?"
    "|تغريد(?:ه|ات)|views?|shares?|comments?|likes?|reads?)"
)
_NUMBER = r"\d+(?: \d+)*(?: ?(?:k|m|الف|الاف|مليون))?"
_VOLATILE = re.compile(rf"{_AGO}|{_COUNTED} {_NUMBER}(?: مره)?|{_NUMBER} (?:مره )?{_COUNTED}")
"""Whole folded lines that change by themselves: «قبل 5 دقائق», «عدد المشاهدات: 1,234», «45 تعليقا»."""
_EDGE_LINES = 4
"""Lines at either end of a text among which these are looked for: inside, a sentence may be broken at such words."""
_STAMP_WORDS = 14
"""A stamp is short: "آخر تحديث: الثلاثاء 1 تموز/يوليو 2025 الساعة 12:30 بتوقيت غرينتش" has twelve words."""


def compared_words(text: str) -> list[str]:
    """Folded words of a text without the lines that change by themselves: stamps of updates, ages, counters."""
    lines = [folded for line in text.splitlines() if (folded := fold_words(line))]
    words: list[str] = []
    for number, line in enumerate(lines):
        at_edge = number < _EDGE_LINES or number >= len(lines) - _EDGE_LINES
        if not (_is_stamp(line) or (at_edge and _VOLATILE.fullmatch(" ".join(line)))):
            words += line
    return words


def _is_stamp(words: list[str]) -> bool:
    return (
        0 < len(words) <= _STAMP_WORDS
        and any(char.isdigit() for word in words for char in word)
        and _STAMP.match(" ".join(words)) is not None
    )


def reading_row(
    article: Article,
    *,
    article_id: str,
    source_id: str,
    canonical_url: str,
    captured_at: datetime,
    run: str,
    extractor: str,
    capture_file: str,
    capture_offset: int,
) -> IndexRow:
    """The index row of an article read for the first time: revision 1, a cluster of its own, no story yet.

    Its day is that of publication, or the UTC day of the capture when no date could be read.
    """
    title, words = fold_words(article.title or ""), compared_words(article.text)
    return IndexRow(
        article_id=article_id,
        source_id=source_id,
        canonical_url=canonical_url,
        date=article.published_date or captured_at.date(),
        revision=1,
        revision_digest=_digest(title, words),
        text_digest=ids.text_digest(" ".join(words)),
        cluster_id=article_id,
        copy_of=None,
        copy_kind=None,
        copy_similarity=None,
        copy_count=0,
        story_id=None,
        parent_id=None,
        published_at=article.published_at,
        first_seen_at=captured_at,
        unpublished_at=None,
        title=article.title,
        countries=article.countries,
        **_fingerprints(title, words),
        run=run,
        extractor=extractor,
        capture_file=capture_file,
        capture_offset=capture_offset,
    )


def archived_row(row: ArticleRow, day: date) -> IndexRow:
    """The index row of an archived article of a partition day: what the index holds of it, from the row alone."""
    return IndexRow(
        date=day,
        **{name: getattr(row, name) for name in _SHARED},
        **_fingerprints(fold_words(row.title or ""), compared_words(row.text)),
    )


def _fingerprints(title: list[str], words: list[str]) -> dict[str, Any]:
    term_ids, term_counts = terms(title, words)
    return {
        "lead_tokens": lead_tokens(words),
        "shingles": shingles(words),
        "term_ids": term_ids,
        "term_counts": term_counts,
    }


_FINGERPRINTS = frozenset({"lead_tokens", "shingles", "term_ids", "term_counts"})
_SHARED = tuple(field.name for field in fields(IndexRow) if field.name not in {"date", *_FINGERPRINTS})


def revision_digest(article: Article) -> str:
    """``revision_digest`` of an article as read: two readings that share it are one revision."""
    return _digest(fold_words(article.title or ""), compared_words(article.text))


def changed_parts(before: IndexRow | ArticleRow, after: IndexRow | ArticleRow) -> list[str]:
    """Which of ``title`` and ``text`` two revisions have in other words."""
    title_changed = fold_words(before.title or "") != fold_words(after.title or "")
    text_changed = before.text_digest != after.text_digest
    return [name for name, changed in (("title", title_changed), ("text", text_changed)) if changed]


def _digest(title: list[str], words: list[str]) -> str:
    return ids.text_digest("\n".join((" ".join(title), " ".join(words))))
