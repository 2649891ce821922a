"""Countries named in an Arabic text, as ISO 3166-1 alpha-2 codes.

Names are those of CLDR (through Babel) and a short list of the press's own names; the longest name wins
(«جنوب السودان» is not «السودان»), a clitic (و ف ب ل ك) may stand before it. Adjectives count where they cannot
be a surname or a common word: feminine («القوات الروسية») or agreeing with a noun before («الرئيس الروسي»).
"""

from functools import cache

from babel import Locale

from crawlers.reading.wordlist import word_set
from storage.fold import fold_words

_NOT_COUNTRIES = word_set("AC AW CP CQ DG EA EU EZ IC IM JE NU QO TA UN WS XA XB ZZ")
"""CLDR territories that are no country, or whose Arabic name is mostly something else («أروبا» is Europe misspelt,
«جيرسي» a shirt)."""

_ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("الإمارات", "دولة الإمارات"),
    "BY": ("بيلاروسيا", "روسيا البيضاء"),
    "BA": ("البوسنة",),
    "CD": ("الكونغو الديمقراطية", "جمهورية الكونغو الديمقراطية"),
    "CF": ("أفريقيا الوسطى", "إفريقيا الوسطى"),
    "CG": ("الكونغو برازافيل", "جمهورية الكونغو"),
    "CI": ("كوت ديفوار",),
    "CL": ("شيلي", "التشيلي"),
    "DK": ("الدنمارك",),
    "DO": ("الدومينيكان",),
    "ER": ("أريتريا", "إرتريا"),
    "ET": ("أثيوبيا",),
    "GB": ("بريطانيا", "بريطانيا العظمى", "إنجلترا", "إنكلترا"),
    "HK": ("هونغ كونغ",),
    "HU": ("المجر",),
    "IE": ("إيرلندا", "ايرلندا"),
    "JO": ("المملكة الأردنية",),
    "KP": ("بيونغ يانغ",),
    "MM": ("ميانمار", "بورما"),
    "MK": ("مقدونيا",),
    "MV": ("المالديف",),
    "MX": ("مكسيكو",),
    "NZ": ("نيوزيلاندا",),
    "OM": ("سلطنة عمان",),
    "PS": ("فلسطين", "قطاع غزة", "الضفة الغربية"),
    "RU": ("روسيا الاتحادية", "الاتحاد الروسي"),
    "SA": ("السعودية",),
    "SY": ("سورية",),
    "TD": ("التشاد",),
    "TL": ("تيمور الشرقية",),
    "TR": ("تركية",),
    "TZ": ("تانزانيا",),
    "UA": ("أوكرانية",),
    "US": ("أمريكا", "أميركا", "الولايات المتحدة الأمريكية", "الولايات المتحدة الأميركية"),
    "ZA": ("جنوب إفريقيا",),
}
"""What the press says beside CLDR's names (2026-11-22); spelling styles that folding levels are not listed."""

_COMMON_WORDS = {"مالي": word_set("في الي من شمال جنوب وسط شرق غرب دوله جمهوريه حكومه رييس جيش بماكو")}
"""Names that are also common words, with the words one of which must stand before («مالي» is "financial")."""

_NEVER_ALONE = frozenset(("عمان", "تركيه", "اوكرانيه"))
"""«عمان» folded is Oman and Amman alike; the two others are adjectives without their noun."""

_NOT_BEFORE = {"المغرب": frozenset(("العربي", "الكبير", "الاسلامي"))}
"""Names that mean something else before these words («المغرب العربي» is a region)."""

_PRAYER = frozenset(("صلاه", "اذان", "قبل", "بعد"))

_STEMS: dict[str, str] = {
    "افغاني": "AF", "الماني": "DE", "اماراتي": "AE", "امريكي": "US", "اميركي": "US", "اوكراني": "UA",
    "ايراني": "IR", "ايطالي": "IT", "اثيوبي": "ET", "اذربيجاني": "AZ", "ارميني": "AM", "اردني": "JO",
    "اريتري": "ER", "اسباني": "ES", "استرالي": "AU", "اسراييلي": "IL", "باكستاني": "PK", "بحريني": "BH",
    "برازيلي": "BR", "بريطاني": "GB", "بلجيكي": "BE", "بولندي": "PL", "تركي": "TR", "تونسي": "TN",
    "جزايري": "DZ", "روسي": "RU", "سعودي": "SA", "سوداني": "SD", "سوري": "SY", "سويدي": "SE",
    "صربي": "RS", "صومالي": "SO", "صيني": "CN", "عراقي": "IQ", "فرنسي": "FR", "فلسطيني": "PS",
    "فنزويلي": "VE", "قبرصي": "CY", "قطري": "QA", "كندي": "CA", "كويتي": "KW", "لبناني": "LB",
    "ليبي": "LY", "مصري": "EG", "مغربي": "MA", "موريتاني": "MR", "نمساوي": "AT", "هندي": "IN",
    "هولندي": "NL", "ياباني": "JP", "يمني": "YE", "يوناني": "GR",
}  # fmt: skip
"""Masculine adjectives, folded; the feminine is made with ه."""

_DIVINE = word_set("الله الدين الرحمن الرحيم الكريم العزيز الحميد")
"""Last parts of first names: an adjective after them is a surname («عبد الله المصري»)."""


@cache
def _names() -> dict[tuple[str, ...], str]:
    """Folded words of each name → code."""
    names: dict[tuple[str, ...], str] = {}
    for code, printed in Locale("ar").territories.items():
        if len(code) == 2 and code not in _NOT_COUNTRIES:
            names[tuple(fold_words(printed.split("(")[0]))] = code
    for code, aliases in _ALIASES.items():
        names.update({tuple(fold_words(alias)): code for alias in aliases})
    return {words: code for words, code in names.items() if words and words[0] not in _NEVER_ALONE}


@cache
def _first_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word → names that begin with it, longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for words in _names():
        table.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in table.items()}


def find_countries(text: str) -> tuple[str, ...]:
    """Sorted ISO codes of the countries ``text`` names; «عُمان» with its vowel or «سلطنة عمان», never «عمّان»."""
    words = fold_words(text)
    found = {"OM"} if "عُمان" in text else set()
    index = 0
    while index < len(words):
        forms = _without_clitics(words[index])
        name = _name_at(words, index, forms)
        if name:
            found.add(_names()[name])
            index += len(name)
            continue
        code = _adjective_at(words, index, forms)
        if code:
            found.add(code)
        index += 1
    return tuple(sorted(found))


def _name_at(words: list[str], index: int, forms: list[str]) -> tuple[str, ...] | None:
    first_words = _first_words()
    for form in forms:
        for name in first_words.get(form, ()):
            end = index + len(name)
            if tuple(words[index + 1 : end]) == name[1:] and _means_country(words, index, end, name, form):
                return name
    return None


def _means_country(words: list[str], start: int, end: int, name: tuple[str, ...], form: str) -> bool:
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    alone = " ".join(name)
    if alone in _COMMON_WORDS:
        listed = words[start] == f"و{form}" and (before,) in _names()  # «موريتانيا ومالي»
        return listed or (form == words[start] and before in _COMMON_WORDS[alone])
    if alone == "المغرب" and before in _PRAYER:
        return False
    return after not in _NOT_BEFORE.get(alone, frozenset())


def _without_clitics(word: str) -> list[str]:
    """The word and what remains of it without و ف, and then ب ل ك (with ``لل`` for ل and the article)."""
    forms = [word]
    if word[:1] in "وف" and len(word) > 3:  # «ومصر»
        forms.append(word[1:])
    for form in list(forms):
        if form.startswith("لل") and len(form) > 4:
            forms.append("ال" + form[2:])
        if form[:1] in "بلك" and len(form) > 3:
            forms.append(form[1:])
    return forms


def _agrees(before: str) -> bool:
    """Whether the word before a definite adjective is a definite noun, not a first name."""
    return before == "نظيره" or (before.startswith(("ال", "وال", "فال", "بال", "كال", "لل")) and before not in _DIVINE)


def _adjective_at(words: list[str], index: int, forms: list[str]) -> str | None:
    for form in forms:
        definite = form.startswith("ال")
        bare = form[2:] if definite else form
        if bare.endswith("ه") and bare[:-1] in _STEMS:
            return _STEMS[bare[:-1]]
        before = words[index - 1] if index else ""
        if definite and bare in _STEMS and _agrees(before):
            return _STEMS[bare]
    return None
