"""The words Arabic publishers write dates with, as patterns over ``storage.fold.fold_letters`` output.

Egyptian and Gulf, Levantine, Maghrebi (Tunisian, Algerian, Moroccan) month names, the Hijri months, zone words
and units of relative times. dateparser knows none of the dual names, «27 من تشرين الثاني», Hijri forms or
«بتوقيت غرينتش» (measured 2026-11: 21 of 62 strings read with its Arabic, 56 with eight locales and
pre-processing), so the tables are here.
"""

import re

MONTHS: dict[int, str] = {
    1: r"يناير|كانون ?(?:ال)?ثاني?|كانون ?2|ك2|جانفي|january|jan|januar|janvier",
    2: r"فبراير|شباط|فيفري|february|feb|februar|fevrier",
    3: r"مارس|اذار|march|mar|marz|mars",
    4: r"ابريل|نيسان|افريل|april|apr|avril",
    5: r"مايو|ايار|ماي|may|mai",
    6: r"يونيو|يونيه|حزيران|جوان|june|jun|juni|juin",
    7: r"يوليوز|يوليو|يوليه|تموز|جويليه|july|jul|juli|juillet",
    8: r"اغسطس|اوغسطس|اب|اوت|غشت|august|aug|aout",
    9: r"سبتمبر|ايلول|شتنبر|september|sept|sep|septembre",
    10: r"اكتوبر|تشرين ?(?:ال)?اول|تشرين ?1|ت1|october|oct|oktober|okt|octobre",
    11: r"نو[فڤ]مبر|تشرين ?(?:ال)?ثاني?|تشرين ?2|ت2|نونبر|november|nov|novembre",
    12: r"ديسمبر|كانون ?(?:ال)?اول|كانون ?1|ك1|دجنبر|december|dec|dezember|dez|decembre",
}
"""Gregorian months, folded spelling."""

HIJRI_MONTHS: dict[int, str] = {
    1: r"(?:ال)?محرم(?: الحرام)?",
    2: r"صفر",
    3: r"ربيع (?:ال)?اول|ربيع ?1",
    4: r"ربيع (?:ال)?(?:ثاني|اخر)|ربيع ?2",
    5: r"جماد[يه] (?:ال)?اول[يه]?|جماد[يه] ?1",
    6: r"جماد[يه] (?:ال)?(?:ثاني[هة]?|اخره?)|جماد[يه] ?2",
    7: r"رجب",
    8: r"شعبان",
    9: r"رمضان",
    10: r"شوال",
    11: r"ذ[ويا] ?(?:ال)?قعده",
    12: r"ذ[ويا] ?(?:ال)?حجه",
}
"""Hijri months, folded spelling."""

ZONES: dict[str, str] = {
    r"غرينتش|جرينتش|غرينيتش|جرينيتش|gmt|utc|العالمي": "UTC",
    r"مكه(?: المكرمه)?|السعوديه|الرياض": "Asia/Riyadh",
    r"القاهره|مصر": "Africa/Cairo",
    r"ابو ?ظبي|الامارات|دبي": "Asia/Dubai",
    r"الدوحه|قطر": "Asia/Qatar",
    r"الكويت": "Asia/Kuwait",
    r"بيروت|لبنان": "Asia/Beirut",
    r"بغداد|العراق": "Asia/Baghdad",
    r"عمان|الاردن": "Asia/Amman",
    r"دمشق|سوريا|سوريه": "Asia/Damascus",
    r"القدس(?: المحتله)?|فلسطين|غزه": "Asia/Hebron",
    r"صنعا|عدن|اليمن": "Asia/Aden",
    r"الخرطوم|السودان": "Africa/Khartoum",
    r"طرابلس|ليبيا": "Africa/Tripoli",
    r"تونس": "Africa/Tunis",
    r"الجزاير": "Africa/Algiers",
    r"الرباط|المغرب": "Africa/Casablanca",
    r"انقره|اسطنبول|تركيا": "Europe/Istanbul",
    r"باريس": "Europe/Paris",
    r"برلين": "Europe/Berlin",
    r"لندن": "Europe/London",
    r"موسكو": "Europe/Moscow",
    r"طهران": "Asia/Tehran",
    r"واشنطن|نيويورك": "America/New_York",
}
"""What may follow «بتوقيت», with its IANA zone; «بتوقيت عمان» is Amman, whose readers write it."""

ZONE = re.compile(
    r"\(?\b(?:بتوقيت|بالتوقيت|توقيت)(?: مدينه)? (?P<place>"
    + "|".join(ZONES)
    + r"|المحلي)\b\)?|\b(?P<abbr>gmt|utc|تغ|ت غ|ت\.غ)\b(?: ?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)(?!\d))?"
)
"""A zone in words or as GMT with an offset in hours."""


def _any(table: dict[int, str], prefix: str) -> str:
    return "|".join(f"(?P<{prefix}{number}>{names})" for number, names in sorted(table.items(), reverse=True))


_SEP = r"[\s,،\-–/.]*"
_MONTH = rf"(?:{_any(MONTHS, 'm')})(?![^\W\d_])"
_OTHER = "|".join(MONTHS.values())
_SECOND = rf"(?:\s*[/(\-–|]\s*(?:{_OTHER})(?![^\W\d_])\s*\)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)\s?(?:ميلادي[هة]?\b|م\b)?"
_HIJRI = rf"(?:{_any(HIJRI_MONTHS, 'm')})(?![^\W\d_])"
_HIJRI_YEAR = r"(?P<year>1[345]\d\d)(?!\d)\s?(?:هجري[هة]?|ه\b\.?)?"
_DAY = r"(?<!\d)(?P<day>[0-3]?\d)(?!\d)"
_OF = r"(?:\s*من)?(?:\s*شهر)?"
_IN_YEAR = r"(?:(?:من\s*)?(?:ل?عام|سنه|ل?سنه)\s*)?"

DAY_MONTH = re.compile(rf"{_DAY}{_OF}{_SEP}{_MONTH}{_SECOND}{_SEP}{_IN_YEAR}{_YEAR}")
"""«15 يناير 2024», «7 أكتوبر/ تشرين الأول 2023», «27 من تشرين الثاني، 2026م»."""
MONTH_DAY = re.compile(rf"(?<![^\W\d_]){_MONTH}{_SECOND}[\s,،]+{_DAY}[\s,،]+{_YEAR}")
"""«يوليو ٢, ٢٠٢٥», «كانون2 15, 2024»."""
YEAR_MONTH_DAY = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)[\s,،]+{_MONTH}{_SECOND}[\s,،]+{_DAY}(?![\d:])")
"""«2024 يناير 15»."""
YMD = re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d.])")
"""«2024/03/05»."""
NUMERIC = re.compile(
    r"(?<![\d./])(?P<a>\d{1,2})(?P<sep> ?[-–‐/] ?|\.)(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d.]|/\d)"
)
"""«5/3/2024», «5 - 3 - 2024»: the order of day and month is the source's."""
WEEKDAYS = ("الاثنين", "الثلاثا", "الاربعا", "الخميس", "الجمعه", "السبت", "الاحد")
"""Folded, in the order of ``date.weekday``."""
HIJRI_DAY_MONTH = re.compile(rf"{_DAY}{_OF}{_SEP}{_HIJRI}{_SEP}{_IN_YEAR}{_HIJRI_YEAR}")
"""«10 ذو الحجة 1445 هـ»."""
HIJRI_MONTH_DAY = re.compile(rf"(?<![^\W\d_]){_HIJRI}[\s,،]+{_DAY}[\s,،]+{_HIJRI_YEAR}")
"""«رمضان 5, 1445»."""
HIJRI_YMD = re.compile(r"(?<!\d)(?P<year>1[345]\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\s?(?:هجري|ه\b)")
"""«1445/09/05 هـ»: without the mark it could be an Iranian date."""
HIJRI_DMY = re.compile(r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>1[345]\d\d)\s?(?:هجري|ه\b)")
"""«05/09/1445 هـ»."""
CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[0-2]?\d)(?P<sep>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    r"\s?(?P<half>صباحا|مسا|ظهرا|عصرا|ليلا|فجرا|بعد الظهر|am|pm|a\.m|p\.m|ص(?![^\W\d_])|م(?![^\W\d_]))?"
)
"""A time of day, with its half when written («09:30 م»)."""
HOUR = re.compile(
    r"(?<![\d:./-])(?P<hour>[01]?\d)\s?(?P<half>صباحا|مسا|ظهرا|عصرا|ليلا|فجرا|بعد الظهر|[ap]m|ص|م)(?![^\W\d_])"
)
"""A full hour with its half («الساعة 7 مساء»)."""
RELATIVE = re.compile(
    r"(?:منذ|قبل)\s*(?P<count>\d{1,3})?\s*(?P<unit>دقيقتين|دقيقه|دقايق|ساعتين|ساعات|ساعه|يومين|ايام|يوم)(?![^\W\d_])"
)
"""«منذ ٣ ساعات», «قبل يومين»."""
TODAY = re.compile(r"^\W*(?P<word>اليوم|اول (?:من )?امس|امس الاول|امس|البارحه)(?![^\W\d_])")
"""«اليوم 14:30», «أمس», «أول من أمس»."""
LABELS = re.compile(
    r"(?:تاريخ|وقت|موعد)?\s*(?:النشر|نشرت?|نشر الخبر|الاضافه|اضيفت?|حرر|كتب|الاربعا|الخميس|الجمعه|السبت|الاحد|الاثنين"
    r"|الثلاثا|يوم|بتاريخ|في|الموافق|الساعه|اخر تحديث|تم التحديث|تحديث|publish(?:ed)?|posted|updated|on|at"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun))(?![^\W\d_])"
)
"""Words that accompany a date in a date line."""
UPDATED = re.compile(r"(?:اخر تحديث|تم التحديث|تحديث|updated)\D{0,12}")
"""What announces the time of a later change, not of publication."""


def month_of(match: re.Match[str]) -> int:
    """The month number whose name a pattern of this module matched, or its ``month`` digits."""
    groups = match.groupdict()
    if groups.get("month"):
        return int(groups["month"])
    return next(number for number in range(1, 13) if groups.get(f"m{number}"))
