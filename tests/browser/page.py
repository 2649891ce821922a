"""A night to render: sixty nights of history, stories, revisions, a removal, broken sources and hostile titles."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flows.assemble import NightRows
from flows.report import render
from storage.health import HealthRow
from storage.manifest import Check, Manifest, ObjectEntry, SourceReport
from storage.records import ArticleRow, IndexRow, StoryRow
from tests.integration.stored import article, outcome
from tests.unit.flows.samples import index_row

RUN = "2026-11-20"
DAY = date.fromisoformat(RUN)
TITLES = {
    "minbar": "هدنة إنسانية في الخرطوم بعد وساطة ثلاثية في جدة",
    "mada": "الأطراف السودانية توقّع اتفاق هدنة من سبعة أيام",
    "wadi": "وقف مؤقت لإطلاق النار في السودان والمساعدات تتحرك نحو الأبيض",
    "ufuq": "السودان: هدنة جديدة وشكوك قديمة",
    "dira": "وكالة: اتفاق على ممرات آمنة إلى دارفور",
}
HOSTILE = (
    '<script>document.title = "owned"</script><img src="http://127.0.0.1:9/x.png" onerror="document.title=1">',
    "\u202eعنوان مقلوب الاتجاه </h3></article></main> \u2067بلا نهاية",
    "كلمةطويلةجدابلافراغ" * 20,
)
CALM = (
    "القاهرة تستضيف جولة جديدة من محادثات الفصائل",
    "وزير الخارجية المصري يزور بغداد الأسبوع المقبل",
    "قناة السويس تعلن خطة لتوسعة المجرى الجنوبي",
)
"""In place of ``HOSTILE``, for pictures."""
SOURCES = ("aden", "dira", "hisn", "kull", "mada", "maghrib", "minbar", "rafid", "saa", "sharq", "ufuq", "wadi")
FAILED = {
    "hisn": ("failed", "challenge", "http://hisn.example/feed: a challenge page. Ask the publisher for access."),
    "rafid": ("held_back", "date_failure", "articles with a date: 3 of 41, usually 98%. Open an article."),
    "wadi": ("ok", "low_yield", "21 new articles, expected 47. Compare the publisher's front page with the feeds."),
}


def _story(number: int, rows: list[ArticleRow], countries: tuple[str, ...]) -> StoryRow:
    return StoryRow(
        story_id=f"{number:016x}",
        title=rows[0].title,
        first_date=DAY,
        last_date=DAY,
        article_ids=tuple(sorted(row.article_id for row in rows)),
        article_count=len(rows),
        copy_count=sum(row.copy_of is not None for row in rows),
        source_ids=tuple(sorted({row.source_id for row in rows})),
        countries=countries,
        run=RUN,
        parent_id=None,
    )


def _article(number: int, source_id: str, title: str | None, story: int, countries: tuple[str, ...]) -> ArticleRow:
    url = f"https://{source_id}.example/news/{number}"
    return article(
        number, DAY, source_id=source_id, title=title, url=url, canonical_url=url, story_id=f"{story:016x}",
        countries=countries, run=RUN,
    )  # fmt: skip


def night(*, hostile: bool) -> tuple[Manifest, NightRows, dict[str, IndexRow], list[HealthRow]]:
    """What ``render`` takes."""
    untitled = _article(
        60, "ufuq", None if hostile else "غزة: فتح المعبر أمام المساعدات ساعات معدودة", 6, ("PS", "EG")
    )
    groups = [
        [_article(at, source, title, 1, ("SD", "SA")) for at, (source, title) in enumerate(TITLES.items(), 10)],
        [_article(20, "aden", "ناقلة نفط تبلغ عن اقتراب زوارق قبالة المكلا", 2, ("YE", "OM")),
         _article(21, "kull", "زوارق مجهولة تقترب من ناقلة في خليج عدن", 2, ("YE",))],
        [_article(30, "sharq", "بيروت تستأنف التفاوض مع صندوق النقد", 3, ("LB",))],
        [_article(40, "maghrib", "الجزائر وروما توقّعان ملحقًا لاتفاق الغاز", 4, ("DZ", "IT"))],
        [_article(50 + at, "kull", title, 5, ("EG",)) for at, title in enumerate(HOSTILE if hostile else CALM)],
        [replace(untitled, canonical_url="javascript:alert(1)") if hostile else untitled],
    ]  # fmt: skip
    rows = [row for group in groups for row in group]
    rows[1] = replace(rows[1], copy_of=rows[0].article_id, copy_similarity=0.83)
    rows[-2] = replace(rows[-2], quality_flags=("machine_translated", "repetition"))
    revised = replace(_article(70, "mada", "ارتفاع حصيلة زلزال كريت إلى 12 جريحًا", 7, ("GR",)), revision=2)
    gone = replace(outcome(80), outcome="unpublished", reason="404", source_id="sharq", article_id=f"{80:024x}")
    known = {
        revised.article_id: index_row(revised.article_id, title="زلزال كريت: 8 جرحى", source_id="mada"),
        gone.article_id: index_row(gone.article_id, title="تقرير عن ميزانية البلديات", source_id="sharq"),
    }
    health = [_measured(source, RUN, 12 + at * 3) for at, source in enumerate(SOURCES)]
    made = NightRows(
        revisions=[*rows, revised],
        patches=[],
        stories={DAY: [_story(at, group, group[0].countries) for at, group in enumerate(groups, 1)]},
        outcomes=[gone],
        links=[],
        blocks=[],
        origins={},
        index=[],
        health=health,
    )
    return _manifest(health), made, known, _history()


def _measured(source_id: str, run: str, new: int) -> HealthRow:
    return HealthRow(
        run=run, source_id=source_id, state="ok", failure=None, links=new * 2, fresh_links=new, pages=new,
        recognised_pages=new, refused_links=0, foreign_pages=0, new_count=new, copy_count=new // 6, revised_count=1,
        dated_count=new, titled_count=new, authored_count=new // 2, median_words=310, latency_s=5400, expected_new=None,
    )  # fmt: skip


def _history() -> list[HealthRow]:
    rng = random.Random(7)
    days = [DAY - timedelta(days=back) for back in range(60, 0, -1)]
    quiet = {day: 0.6 if day.weekday() == 4 else 1.0 for day in days}
    return [
        _measured(source, day.isoformat(), round((20 + 3 * at) * quiet[day] * rng.uniform(0.8, 1.2)))
        for day in days
        for at, source in enumerate(SOURCES)
    ]


def _manifest(health: list[HealthRow]) -> Manifest:
    sources = [
        SourceReport(
            source_id=row.source_id,
            state=FAILED.get(row.source_id, ("ok", None, ""))[0],
            failure=FAILED.get(row.source_id, ("ok", None, ""))[1],
            detail=FAILED.get(row.source_id, ("ok", None, ""))[2],
            counts={"new": row.new_count - row.copy_count, "copy": row.copy_count, "unchanged": 31, "off_topic": 4},
            expected_new=row.new_count * 1.1,
        )
        for row in health
    ]
    return Manifest(
        run=RUN,
        parent="2026-11-19",
        clock=datetime(2026, 11, 20, 22, tzinfo=UTC),
        package_version="0.1.0",
        schema_version=3,
        objects=[ObjectEntry(key=f"articles/date={RUN}/articles.parquet", rows=12, bytes=9, sha256="0" * 64)],
        counts={"new": 14, "unpublished": 1},
        sources=sources,
        checks=[Check(name="the night has news of its own", passed=True, note="14 new articles, usually 400")],
    )


def html(*, hostile: bool = True) -> str:
    """The page."""
    described, rows, known, history = night(hostile=hostile)
    return render(described, rows, known=known, history=history)
