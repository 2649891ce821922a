"""A source and pages for the tests of reading."""

from datetime import UTC, datetime

from crawlers.reading.page import read_page
from crawlers.reading.records import Page, Reading
from crawlers.source import Feed, FeedKind, Source

CAPTURED = datetime(2026, 11, 20, 22, tzinfo=UTC)
SOURCE = Source(
    id="sample",
    name="المنارة",
    country="EG",
    timezone="Africa/Cairo",
    feeds=(Feed(url="http://manara.example/rss", kind=FeedKind.RSS),),
    hosts=("manara.example",),
)
PARAGRAPHS = (
    "أعلنت وزارة الخارجية المصرية، مساء الأربعاء، أن القاهرة تستضيف الأسبوع المقبل جولة محادثات حول أمن الملاحة.",
    "وقال المتحدث باسم الوزارة إن وفودا من خمس دول ستشارك في الاجتماعات التي تستمر ثلاثة أيام في العاصمة الإدارية.",
    "وأضاف أن جدول الأعمال يشمل حماية السفن التجارية وتبادل المعلومات بين القوات البحرية للدول المطلة على البحر.",
    "ورحبت الأمم المتحدة بالدعوة، ورأت فيها خطوة نحو خفض التوتر في المنطقة بعد أشهر من الهجمات على ناقلات النفط.",
)
TEXT = "\n".join(PARAGRAPHS)
TITLE = "القاهرة تستضيف محادثات حول أمن البحر الأحمر"
URL = "http://manara.example/news/881"


def html(body: str, head: str = "") -> str:
    return f'<html><head><meta charset="utf-8"><title>{TITLE} - المنارة</title>{head}</head><body>{body}</body></html>'


def story(inside: str = "", after_title: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """An article element: headline, what follows it, the paragraphs, and ``inside`` after them."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<article><h1>{TITLE}</h1>{after_title}<div class='text'>{body}{inside}</div></article>"


def read(
    page: str | bytes,
    *,
    source: Source = SOURCE,
    url: str = URL,
    content_type: str = "text/html",
    hint: str | None = None,
) -> Reading:
    body = page if isinstance(page, bytes) else page.encode()
    return read_page(
        Page(
            source_id=source.id,
            url=url,
            body=body,
            content_type=content_type,
            captured_at=CAPTURED,
            hint_title=None,
            hint_published=hint,
        ),
        source,
    )
