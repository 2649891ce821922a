"""A changed reading is not a changed article; a real edit at the same time still is one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.gathered import GatheredLink
from crawlers.reading import learned as learned_module
from crawlers.reading import page as page_module
from crawlers.reading import text as text_module
from crawlers.reading.learned import block_digest, reader_name
from crawlers.reading.page import read_page
from crawlers.reading.records import READER, Page, Reading
from crawlers.sources import get_source
from flows.assemble import NightRows, State, assemble
from flows.ends import LinkKey, candidates
from flows.linking.index import MemoryIndex
from flows.linking.night import link_night
from flows.reread import reread, spare_misread
from storage import layout
from storage.errors import ObjectMissingError
from storage.members import response_member
from storage.records import IndexRow, LinkState
from tests.unit.flows import samples as s

NOTE = "ملاحظة من القسم حول طريقة إعداد هذا التقرير ومصادره كما تنشر مع كل مادة"
NEWS = (
    "أعلنت وزارة الخارجية المصرية، مساء الأربعاء، أن القاهرة تستضيف الأسبوع المقبل جولة محادثات حول أمن الملاحة.",
    "وقال المتحدث باسم الوزارة إن وفودا من خمس دول ستشارك في الاجتماعات التي تستمر ثلاثة أيام في العاصمة الإدارية.",
    "ورحبت الأمم المتحدة بالدعوة، ورأت فيها خطوة نحو خفض التوتر في المنطقة بعد أشهر من الهجمات على ناقلات النفط.",
)
EDIT = "وأكدت الوزارة لاحقا أن الجولة أرجئت إلى مطلع الشهر المقبل بطلب من وفدين لم تسمهما."
TITLE = "القاهرة تستضيف محادثات حول أمن البحر الأحمر"
SECOND_RUN = "2026-11-19"


def html(*paragraphs: str, title: str = TITLE) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><div>{body}</div></article>"
    return f"{page}</body></html>".encode()


class Bucket:
    """Capture files, and how often each was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []

    def get(self, key: str) -> bytes:
        self.asked.append(key)
        if key not in self.files:
            raise ObjectMissingError(f"{key}: not there")
        return self.files[key]


class Reader:
    """Reads in this process, so that a test can change the reader; counts its pages."""

    def __init__(self) -> None:
        self.pages = 0

    def read(self, pages: Iterable[Page]) -> Iterator[Reading]:
        for page in pages:
            self.pages += 1
            yield read_page(page, get_source(page.source_id))


class Archive:
    """Nights of one page of one source, as the flow runs them."""

    def __init__(self) -> None:
        self.bucket = Bucket()
        self.links: dict[LinkKey, LinkState] = {}
        self.index: dict[str, IndexRow] = {}
        self.reread = 0

    def night(self, run: str, body: bytes, *, blocks: frozenset[str] = frozenset()) -> NightRows:
        link, page = self._capture(run, body, blocks)
        source = replace(s.gathered(link), run=run)
        readings = {s.key("a"): read_page(page, get_source("minbar"))}
        reader = Reader()
        readers = {"minbar": reader_name(get_source("minbar").prune, blocks)}
        readings = spare_misread(
            readings,
            gathered=[source],
            known=self.links,
            index=MemoryIndex(self.index.values()),
            readers=readers,
            blocks={"minbar": blocks},
            pool=reader,  # type: ignore[arg-type]
            store=self.bucket,  # type: ignore[arg-type]
        )
        chosen = reread(
            candidates([source], readings, readers),
            gathered=[source],
            index=self.index,
            blocks={"minbar": blocks},
            pool=reader,  # type: ignore[arg-type]
            store=self.bucket,  # type: ignore[arg-type]
        )
        self.reread = reader.pages
        rows = assemble(
            run=run,
            gathered=[source],
            readings=readings,
            chosen=chosen,
            night_links=link_night(chosen.values(), index=MemoryIndex(self.index.values()), run=run, agencies={}),
            state=State(links=self.links),
            index=MemoryIndex(self.index.values()),
            held_back={},
        )
        self.index.update((row.article_id, row) for row in rows.index)
        self.links.update({s.key("a"): row for row in rows.links})
        return rows

    def _capture(self, run: str, body: bytes, blocks: frozenset[str]) -> tuple[GatheredLink, Page]:
        at = s.CLOCK + timedelta(days=run != s.RUN)
        key = layout.capture_file(run, "minbar", 0)
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        url = "http://minbar.example/a"
        self.bucket.files[key] = response_member(
            url=url, status=200, reason="OK", headers=headers, body=body, fetched_at=at
        )
        page = Page(
            source_id="minbar",
            url=url,
            body=body,
            content_type=headers[0][1],
            captured_at=at,
            hint_title=None,
            hint_published=None,
            blocks=blocks,
        )
        return s.link("a", capture_file=key, fetched_at=at), page


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer reader that takes notes of the editors for furniture."""
    monkeypatch.setattr(learned_module, "READER", f"{READER}+")
    monkeypatch.setattr(text_module, "is_tail_label", lambda line: line.startswith("ملاحظة"))


@pytest.fixture
def archive() -> Archive:
    """An archive with one article, read by the reader as it is."""
    made = Archive()
    rows = made.night(s.RUN, html(*NEWS, NOTE))
    assert [row.text for row in rows.revisions] == ["\n".join((*NEWS, NOTE))]
    assert [row.extractor for row in rows.revisions] == [READER]
    return made


def test_a_newer_reader_that_reads_a_page_differently_makes_no_revision(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dict(archive.index)
    upgrade(monkeypatch)
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE))
    assert [(row.outcome, row.revision) for row in rows.outcomes] == [("revisit", 1)]
    assert rows.outcomes[0].reason == f"same page as revision 1, read differently since {READER}"
    assert (rows.revisions, rows.patches, rows.index, rows.stories) == ([], [], [], {})
    assert archive.index == before
    assert archive.reread == 1


def test_an_edit_while_the_reader_changed_is_a_revision_read_by_the_newer_reader(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(monkeypatch)
    rows = archive.night(SECOND_RUN, html(*NEWS, EDIT, NOTE))
    assert [(row.outcome, row.revision) for row in rows.outcomes] == [("revised", 2)]
    assert [row.text for row in rows.revisions] == ["\n".join((*NEWS, EDIT))]
    assert [(row.extractor, row.capture_file) for row in rows.index] == [
        (f"{READER}+", layout.capture_file(SECOND_RUN, "minbar", 0))
    ]


def test_a_new_title_while_the_reader_changed_is_a_revision(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(monkeypatch)
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE, title=f"{TITLE} بعد تأجيلها"))
    assert [row.outcome for row in rows.outcomes] == ["revised"]


def test_blocks_learned_since_make_no_revision(archive: Archive) -> None:
    learned = frozenset({str(block_digest(NOTE))})
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE), blocks=learned)
    assert [row.outcome for row in rows.outcomes] == ["revisit"]
    assert f"read differently since {READER}" in rows.outcomes[0].reason
    rows = archive.night("2026-11-20", html(*NEWS, EDIT, NOTE), blocks=learned)
    assert [row.outcome for row in rows.outcomes] == ["revised"]
    assert [row.text for row in rows.revisions] == ["\n".join((*NEWS, EDIT))]
    assert [row.extractor for row in rows.revisions] == [reader_name((), learned)]


@pytest.mark.parametrize("changed", [False, True])
def test_the_same_reader_reads_nothing_again(archive: Archive, changed: bool) -> None:
    rows = archive.night(SECOND_RUN, html(*NEWS, EDIT, NOTE) if changed else html(*NEWS, NOTE))
    assert [row.outcome for row in rows.outcomes] == ["revised" if changed else "revisit"]
    assert (archive.reread, archive.bucket.asked) == (0, [])


def test_a_newer_reader_that_reads_the_same_reads_nothing_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned_module, "READER", f"{READER}+")
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE))
    assert [row.reason for row in rows.outcomes] == ["same title and text as revision 1"]
    assert archive.bucket.asked == []


GONE = html("عذرا، الصفحة التي تبحث عنها غير موجودة على هذا الموقع أو حذفت.", title="الصفحة غير موجودة")


def take_for_section(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer reader that takes every page for a section."""
    monkeypatch.setattr(learned_module, "READER", f"{READER}+")
    monkeypatch.setattr(page_module, "page_type", lambda _: ("section", "all links"))


def test_an_article_that_only_a_newer_reader_takes_for_a_section_stays_published(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_for_section(monkeypatch)
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE))
    assert [row.outcome for row in rows.outcomes] == ["revisit"]
    assert rows.outcomes[0].reason == f"an article for {READER}, section for tonight's reader: all links"
    assert rows.index == []
    assert archive.reread == 1


def test_an_article_that_its_publisher_removed_is_unpublished_although_the_reader_changed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(monkeypatch)
    rows = archive.night(SECOND_RUN, GONE)
    assert [row.outcome for row in rows.outcomes] == ["unpublished"]
    assert archive.reread == 1


def test_the_same_reader_takes_a_removed_page_at_its_word(archive: Archive) -> None:
    rows = archive.night(SECOND_RUN, GONE)
    assert [row.outcome for row in rows.outcomes] == ["unpublished"]
    assert archive.reread == 0


def test_without_its_earlier_capture_an_article_is_judged_by_its_text(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.bucket.files.clear()
    upgrade(monkeypatch)
    rows = archive.night(SECOND_RUN, html(*NEWS, NOTE))
    assert [row.outcome for row in rows.outcomes] == ["revised"]
