"""The sixteen publishers of the practice newsroom and the manners each of them shows."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crawlers.newsroom import datelines


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One publisher: what its pages, headers and addresses look like."""

    id: str
    """The source id; its host is ``<id>.example``."""
    name: str
    tagline: str
    timezone: str
    """IANA zone of its printed times."""
    page_title: str
    """The ``<title>``, with ``{title}`` and ``{section}``."""
    path: str
    """Path of an article: ``{number}``, ``{slug}``, ``{arabic}`` (words of the title) and ``{day}``."""
    first_number: int
    """Number of its first page; the others count up."""
    dateline: datelines.DateLine = datelines.gulf_day
    """How it prints dates, unless the plan says otherwise."""
    machine_readable: bool = False
    """Its pages carry the publication instant in a form for machines, to the second."""
    local_as_utc: bool = False
    """That form says Z though it is local time; the printed time tells."""
    sections: tuple[str, ...] = ()
    """Sections whose pages its sitemap lists."""
    tags: tuple[str, ...] = ()
    """Tags whose pages its sitemap lists."""
    menu: tuple[str, ...] = ("الرئيسية", "سياسة", "اقتصاد", "مجتمع", "ثقافة", "رياضة", "منوعات", "فيديو", "اتصل بنا")
    encoding: str = "utf-8"
    """Encoding of its pages' bytes."""
    content_types: tuple[str, ...] = ("text/html; charset=utf-8",)
    """``Content-Type`` headers of its pages, in turn by number: right or wrong."""
    meta_charsets: tuple[str, ...] = ("utf-8",)
    """Encodings its pages' meta elements claim, in turn by number: right or wrong."""
    etag: bool = False
    """Answers carry ``ETag``."""
    last_modified: bool = False
    """Answers carry ``Last-Modified``."""
    gzip: bool = False
    """Bodies are compressed for those who accept it."""
    soft_404: bool = False
    """Unknown addresses are answered with status 200 and a page that says so."""
    broken: str = ""
    """``error`` (503 for everything), ``challenge`` (403 with a challenge for everything), or empty."""

    @property
    def host(self) -> str:
        """Its canonical host."""
        return f"{self.id}.example"

    @property
    def base(self) -> str:
        """Its address without a trailing slash."""
        return f"http://{self.host}"

    @property
    def zone(self) -> ZoneInfo:
        """``timezone`` as an object."""
        return ZoneInfo(self.timezone)


_ALL = (
    Publisher(
        id="minbar",
        name="المنبر اليوم",
        tagline="صوت الشارع المصري",
        timezone="Africa/Cairo",
        page_title="{title} - المنبر اليوم",
        path="/{day:%Y/%m/%d}/{arabic}",
        first_number=48210,
        dateline=datelines.month_first_indic,
        machine_readable=True,
        sections=("أخبار مصر", "شؤون خارجية", "عرب", "اقتصاد", "حوادث وطقس", "فيديو"),
        tags=("القاهرة", "قناة السويس", "السودان"),
    ),
    Publisher(
        id="nabaa",
        name="نبأ أوروبا",
        tagline="أخبار ألمانيا وأوروبا بالعربية",
        timezone="Europe/Berlin",
        page_title="{title} | نبأ أوروبا",
        path="/politik/{slug}-{number}",
        first_number=7301,
        dateline=datelines.german_day,
        machine_readable=True,
    ),
    Publisher(
        id="ufuq",
        name="وكالة الأفق للأنباء",
        tagline="دقة وسرعة",
        timezone="Asia/Amman",
        page_title="وكالة الأفق للأنباء :: {title}",
        path="/story/{number}",
        first_number=260118,
        dateline=datelines.levantine_half_day,
        machine_readable=True,
        sections=("الأردن", "عربي ودولي", "طاقة", "أفريقيا", "إيران"),
    ),
    Publisher(
        id="sharq",
        name="الشرق الجديد",
        tagline="يومية سياسية مستقلة - بيروت",
        timezone="Asia/Beirut",
        page_title="{title} – الشرق الجديد",
        path="/article/{number}/{arabic}",
        first_number=91440,
        dateline=datelines.levantine_day,
        etag=True,
    ),
    Publisher(
        id="maghrib",
        name="بوابة المغرب العربي",
        tagline="من طرابلس إلى نواكشوط",
        timezone="Africa/Algiers",
        page_title="{title} | بوابة المغرب العربي",
        path="/ar/{number}-{slug}",
        first_number=15020,
        dateline=datelines.maghrebi_minute,
        sections=("مغاربي", "المغرب الكبير", "طاقة", "اقتصاد", "دولي", "ثقافة", "رياضة", "مجتمع"),
        tags=("ليبيا", "الهجرة", "الغاز"),
    ),
    Publisher(
        id="dira",
        name="صحيفة الديرة",
        tagline="يومية سعودية شاملة",
        timezone="Asia/Riyadh",
        page_title="{title} | صحيفة الديرة",
        path="/node/{number}",
        first_number=33120,
        dateline=datelines.hijri_beside,
    ),
    Publisher(
        id="rafid",
        name="صحيفة الرافد",
        tagline="يومية عراقية",
        timezone="Asia/Baghdad",
        page_title="{title} - صحيفة الرافد",
        path="/details.php?id={number}",
        first_number=4471,
        dateline=datelines.numeric_minute,
        encoding="windows-1256",
        content_types=("text/html; charset=windows-1256",),
        meta_charsets=("windows-1256",),
    ),
    Publisher(
        id="mirat",
        name="مرآة الشام",
        tagline="أخبار سورية من أهلها",
        timezone="Asia/Damascus",
        page_title="مرآة الشام - {title}",
        path="/archives/{number}",
        first_number=8812,
        dateline=datelines.levantine_minute,
        encoding="windows-1256",
        content_types=("text/html; charset=utf-8", "text/html; charset=iso-8859-1"),
        meta_charsets=("iso-8859-1", "utf-8"),
    ),
    Publisher(
        id="aden",
        name="منبر عدن",
        tagline="من قلب المدينة",
        timezone="Asia/Aden",
        page_title="{title} | منبر عدن",
        path="/news/{number}.html",
        first_number=4551,
        dateline=datelines.mecca_half_day,
    ),
    Publisher(
        id="mada",
        name="قناة المدى",
        tagline="أبعد من الخبر",
        timezone="Asia/Qatar",
        page_title="{title} | {section} | قناة المدى",
        path="/news/{day:%Y/%m/%d}/{slug}",
        first_number=1100,
        dateline=datelines.numeric_day,
        machine_readable=True,
        sections=("فلسطين", "أفريقيا", "اقتصاد", "السودان"),
        etag=True,
        last_modified=True,
        gzip=True,
    ),
    Publisher(
        id="kull",
        name="الكل نيوز",
        tagline="كل الأخبار في مكان واحد",
        timezone="Asia/Kuwait",
        page_title="{title} - الكل نيوز",
        path="/news/{number}",
        first_number=100123,
        machine_readable=True,
        sections=("محليات", "خليجيات", "عربي وعالمي", "رياضة", "بخش فارسی", "English"),
        tags=("الدرة", "المباركية", "مجلس التعاون"),
        soft_404=True,
    ),
    Publisher(
        id="wadi",
        name="جريدة الوادي",
        tagline="صحيفة السودان كله",
        timezone="Africa/Khartoum",
        page_title="{title} – جريدة الوادي",
        path="/articles/{slug}",
        first_number=610,
        dateline=datelines.gulf_half_day,
        local_as_utc=True,
        machine_readable=True,
    ),
    Publisher(
        id="malaeb",
        name="ملاعب وثقافة",
        tagline="أسبوعية الرياضة والفنون",
        timezone="Asia/Dubai",
        page_title="{title} • ملاعب وثقافة",
        path="/story/{slug}",
        first_number=220,
        machine_readable=True,
        sections=("ملاعب عربية", "سينما", "كتب", "آثار"),
        last_modified=True,
    ),
    Publisher(
        id="mina",
        name="صوت الميناء",
        tagline="أخبار البحر",
        timezone="Africa/Tripoli",
        page_title="{title}",
        path="/{number}",
        first_number=1,
        broken="error",
    ),
    Publisher(
        id="hisn",
        name="الحصن الإخباري",
        tagline="خبر محصن",
        timezone="Asia/Amman",
        page_title="{title}",
        path="/{number}",
        first_number=1,
        broken="challenge",
    ),
    Publisher(
        id="saa",
        name="الساعة",
        tagline="على مدار الساعة",
        timezone="Africa/Cairo",
        page_title="{title}",
        path="/{number}",
        first_number=1,
    ),
)

PUBLISHERS: dict[str, Publisher] = {publisher.id: publisher for publisher in _ALL}
