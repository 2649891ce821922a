"""Date lines as Arabic publishers print them. Each takes an aware time in the publisher's zone."""

from collections.abc import Callable
from datetime import datetime

from hijridate import Gregorian

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
EGYPTIAN = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
ALGERIAN = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
MOROCCAN = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
LEVANTINE = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
HIJRI = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
]
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def indic(text: str) -> str:
    """ASCII digits as Arabic-Indic ones."""
    return text.translate(_INDIC)


def half_day(t: datetime) -> str:
    """Twelve-hour time with ص or م."""
    return f"{(t.hour - 1) % 12 + 1:02}:{t.minute:02} {'ص' if t.hour < 12 else 'م'}"


def month_first_indic(t: datetime) -> str:
    """«نوفمبر ١٨, ٢٠٢٦»."""
    return indic(f"{EGYPTIAN[t.month - 1]} {t.day}, {t.year}")


def levantine_day(t: datetime) -> str:
    """«18 تشرين الثاني 2026»."""
    return f"{t.day} {LEVANTINE[t.month - 1]} {t.year}"


def levantine_minute(t: datetime) -> str:
    """«الأربعاء 18 تشرين الثاني 2026 - 16:05»."""
    return f"{WEEKDAYS[t.weekday()]} {levantine_day(t)} - {t:%H:%M}"


def levantine_half_day(t: datetime) -> str:
    """«الأربعاء 18 تشرين الثاني 2026، 04:05 م»."""
    return f"{WEEKDAYS[t.weekday()]} {levantine_day(t)}، {half_day(t)}"


def dual_day(t: datetime) -> str:
    """«18 نوفمبر/تشرين الثاني 2026»."""
    return f"{t.day} {EGYPTIAN[t.month - 1]}/{LEVANTINE[t.month - 1]} {t.year}"


def maghrebi_minute(t: datetime) -> str:
    """«الأربعاء 18 نوفمبر/نونبر 2026 - 14:20»."""
    return f"{WEEKDAYS[t.weekday()]} {t.day} {ALGERIAN[t.month - 1]}/{MOROCCAN[t.month - 1]} {t.year} - {t:%H:%M}"


def algerian_minute(t: datetime) -> str:
    """«14 جويلية 2026 - 10:15»."""
    return f"{t.day} {ALGERIAN[t.month - 1]} {t.year} - {t:%H:%M}"


def hijri_day(t: datetime) -> str:
    """«الأربعاء 8 جمادى الآخرة 1448 هـ» (Umm al-Qura)."""
    year, month, day = Gregorian(t.year, t.month, t.day).to_hijri().datetuple()
    return f"{WEEKDAYS[t.weekday()]} {day} {HIJRI[month - 1]} {year} هـ"


def hijri_beside(t: datetime) -> str:
    """«الأربعاء 8 جمادى الآخرة 1448 هـ الموافق 18 نوفمبر 2026م - 15:20»."""
    return f"{hijri_day(t)} الموافق {t.day} {EGYPTIAN[t.month - 1]} {t.year}م - {t:%H:%M}"


def numeric_minute(t: datetime) -> str:
    """«18-11-2026 | 14:20»."""
    return f"{t:%d-%m-%Y | %H:%M}"


def numeric_day(t: datetime) -> str:
    """«18/11/2026»."""
    return f"{t:%d/%m/%Y}"


def german_day(t: datetime) -> str:
    """«18.11.2026»."""
    return f"{t:%d.%m.%Y}"


def mecca_half_day(t: datetime) -> str:
    """«الأربعاء 18 نوفمبر 2026 - 09:30 م بتوقيت مكة»: for zones at UTC+3, as Mecca is."""
    return f"{WEEKDAYS[t.weekday()]} {t.day} {EGYPTIAN[t.month - 1]} {t.year} - {half_day(t)} بتوقيت مكة"


def gulf_day(t: datetime) -> str:
    """«الأربعاء 18 نوفمبر 2026»."""
    return f"{WEEKDAYS[t.weekday()]} {t.day} {EGYPTIAN[t.month - 1]} {t.year}"


def gulf_half_day(t: datetime) -> str:
    """«الأربعاء 18 نوفمبر 2026، 12:05 م»."""
    return f"{gulf_day(t)}، {half_day(t)}"


def nothing(_: datetime) -> str:
    """No date line at all."""
    return ""


DateLine = Callable[[datetime], str]
