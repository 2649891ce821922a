"""Short ways to make candidates, and one stand-in for earlier nights."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.linking.index import MemoryIndex
from flows.linking.night import Candidate, NightLinks, link_night
from storage import ids
from storage.records import IndexRow
from tests.articles import article

NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)

VOLCANO = (
    "أعلنت سلطات جزيرة ريونيون أن بركان بيتون دو لا فورنيز ثار فجر الجمعة للمرة الثالثة هذا العام وأن الحمم تسيل على "
    "السفح الجنوبي بعيدا عن القرى المأهولة. وأغلقت الشرطة الطريق الساحلي ومنعت المتنزهين من دخول المنطقة العليا حتى "
    "إشعار آخر. وقال مدير المرصد إن الأجهزة سجلت مئات الهزات الصغيرة قبل ساعات من خروج الحمم وإن النشاط قد يستمر "
    "أياما. ولم تسجل إصابات ولا أضرار في المنازل، فيما تابع السكان المشهد من شرفات بيوتهم وعلى ضوء الفجر."
)
STRIKE = (
    "بدأ عمال ميناء لشبونة إضرابا مفتوحا احتجاجا على خطة لخصخصة الأرصفة الشرقية، فتوقفت حركة الحاويات بالكامل وبقيت "
    "عشرون سفينة تنتظر في عرض البحر. وطالبت النقابة بضمانات مكتوبة تحفظ الوظائف والأجور خمس سنوات على الأقل. وردت "
    "وزارة البنى التحتية بأن الخطة ما زالت مشروعا وأن باب الحوار مفتوح، ودعت الطرفين إلى جلسة وساطة يوم الاثنين. "
    "وحذر المستوردون من نقص في الحبوب والأدوية إذا طال التوقف أكثر من أسبوع."
)
CHESS = (
    "فازت لاعبة الشطرنج المغربية سلمى الإدريسي ببطولة إفريقيا بعد تعادلها في الجولة الأخيرة مع حاملة اللقب في مباراة "
    "دامت ست ساعات. وقالت البطلة إنها أعدت افتتاحها مع مدربها طوال الصيف وإنها تهدي الكأس لمدرستها في مكناس. وتتأهل "
    "الإدريسي إلى كأس العالم المقررة في الربيع المقبل، وهي أول مغربية تبلغها."
)


def candidate(name: str, text: str, *, source: str = "alif", at: datetime | None = NIGHT, **fields: Any) -> Candidate:
    """An article at ``https://<source>.example/<name>``; ``fields`` are those of ``Article``."""
    url = f"https://{source}.example/{name}"
    captured_at = fields.pop("captured_at", NIGHT)
    made = article(url, text, at, **{"title": f"عنوان {name}", "published_rule": "jsonld", **fields})
    return Candidate(
        article_id=ids.article_id(url),
        source_id=source,
        canonical_url=url,
        article=made,
        captured_at=captured_at,
        extractor="warraq-reader/1",
        capture_file=f"captures/run=2026-11-20/source={source}/{source}-00000.warc.gz",
        capture_offset=0,
    )


class Archive:
    """Earlier nights, night by night, as the flow keeps them."""

    def __init__(self) -> None:
        self.rows: dict[str, IndexRow] = {}
        self.run = NIGHT.date()

    def index(self) -> MemoryIndex:
        """What the next night knows."""
        return MemoryIndex(self.rows.values())

    def look(self, candidates: Iterable[Candidate], **agencies: str) -> NightLinks:
        """Link a night without keeping it."""
        return link_night(candidates, index=self.index(), run=self.run.isoformat(), agencies=agencies)

    def night(self, *candidates: Candidate, **agencies: str) -> NightLinks:
        """Link a night and keep it."""
        links = self.look(candidates, **agencies)
        for row in (*(decision.row for decision in links.decisions), *links.touched):
            self.rows[row.article_id] = row
        self.run += timedelta(days=1)
        return links


def outcome(links: NightLinks, one: Candidate) -> str:
    """The outcome of a candidate."""
    return row_of(links, one)[0]


def row_of(links: NightLinks, one: Candidate) -> tuple[str, IndexRow, tuple[str, ...]]:
    """Outcome, row and flags of a candidate."""
    (decision,) = [decision for decision in links.decisions if decision.article_id == one.article_id]
    return decision.outcome, decision.row, decision.flags
