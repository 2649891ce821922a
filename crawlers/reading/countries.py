"""Countries named in an Arabic text, as ISO 3166-1 alpha-2 codes.

Names are those of CLDR (through Babel), a short list of the press's own names, and the capitals that stand for their
governments; the longest name wins («جنوب السودان» is not «السودان»), a clitic (و ف ب ل ك) may stand before it.
Adjectives are made of the names and count where they cannot be a surname or a common word: feminine («القوات
الروسية»), plural («السوريون») or agreeing with a noun before («الرئيس الروسي»).
"""

from functools import cache, lru_cache

from babel import Locale

from crawlers.reading.wordlist import REMEMBERED_WORDS, word_set
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
    "KP": ("شمال كوريا", "الكوري الشمالي", "الكورية الشمالية"),
    "KR": ("جنوب كوريا", "الكوري الجنوبي", "الكورية الجنوبية"),
    "MM": ("ميانمار", "بورما"),
    "MK": ("مقدونيا",),
    "MV": ("المالديف",),
    "MX": ("مكسيكو",),
    "NZ": ("نيوزيلاندا",),
    "OM": ("سلطنة عمان",),
    "PS": ("فلسطين", "غزة", "الضفة الغربية"),
    "RU": ("روسيا الاتحادية", "الاتحاد الروسي", "الروس"),
    "SA": ("السعودية",),
    "SY": ("سورية",),
    "TD": ("التشاد",),
    "TL": ("تيمور الشرقية",),
    "TR": ("الأتراك",),
    "TZ": ("تانزانيا",),
    "US": ("أمريكا", "أميركا", "الولايات المتحدة الأمريكية", "الولايات المتحدة الأميركية"),
    "ZA": ("جنوب إفريقيا",),
}
"""What the press says beside CLDR's names (2026-11-22); spelling styles that folding levels are not listed."""

_COMMON_WORDS = {"مالي": word_set("في الي من شمال جنوب وسط شرق غرب دوله جمهوريه حكومه رييس جيش بماكو")}
"""Names that are also common words, with the words one of which must stand before («مالي» is "financial")."""

_CAPITALS: dict[str, str] = {
    "القاهرة": "EG", "بيروت": "LB", "دمشق": "SY", "بغداد": "IQ", "الرياض": "SA", "الدوحة": "QA", "المنامة": "BH",
    "مسقط": "OM", "صنعاء": "YE", "الخرطوم": "SD", "الرباط": "MA", "نواكشوط": "MR", "مقديشو": "SO", "رام الله": "PS",
    "أبوظبي": "AE", "أبو ظبي": "AE", "تل أبيب": "IL", "طهران": "IR", "أنقرة": "TR", "واشنطن": "US", "موسكو": "RU",
    "بكين": "CN", "باريس": "FR", "لندن": "GB", "برلين": "DE", "روما": "IT", "مدريد": "ES", "كييف": "UA", "وارسو": "PL",
    "أثينا": "GR", "فيينا": "AT", "نيودلهي": "IN", "إسلام آباد": "PK", "كابول": "AF", "طوكيو": "JP", "سيول": "KR",
    "بيونغ يانغ": "KP", "بيونغيانغ": "KP", "أديس أبابا": "ET", "أسمرة": "ER", "جوبا": "SS", "نجامينا": "TD",
    "باماكو": "ML", "نيامي": "NE", "واغادوغو": "BF", "داكار": "SN", "أبوجا": "NG", "نيروبي": "KE", "كيغالي": "RW",
    "بريتوريا": "ZA", "كراكاس": "VE", "هافانا": "CU", "أوتاوا": "CA", "كانبرا": "AU", "جاكرتا": "ID", "بانكوك": "TH",
    "مانيلا": "PH", "هانوي": "VN", "بلغراد": "RS", "بودابست": "HU", "بوخارست": "RO", "براغ": "CZ", "ستوكهولم": "SE",
    "أوسلو": "NO", "كوبنهاغن": "DK", "هلسنكي": "FI", "أمستردام": "NL", "لشبونة": "PT", "دبلن": "IE", "مينسك": "BY",
    "تبليسي": "GE", "يريفان": "AM", "باكو": "AZ", "نيقوسيا": "CY",
}  # fmt: skip
"""Capitals, a country's government in the news (2026-11-22). Not «عمان» (Oman), «طرابلس» (Lebanon's too), «بروكسل»
(the Union and NATO), «القدس» (whose it is, is the news), «صوفيا» (a first name), nor those named as their country."""

_NEVER_ALONE = frozenset(("عمان",))
"""«عمان» folded is Oman and Amman alike."""

_NOT_BEFORE = {
    "المغرب": word_set("العربي الكبير الاسلامي"),
    "مسقط": word_set("راس راسه راسها راسي"),
    "الرباط": word_set("الصليبي المقدس"),
}
"""Names that mean something else before these words («المغرب العربي» is a region)."""

_NOT_AFTER = {
    "المغرب": word_set("صلاه اذان قبل بعد"),
    "الاردن": word_set("نهر"),
    "النيجر": word_set("نهر"),
    "الصين": word_set("بحر"),
    "المكسيك": word_set("خليج"),
    "جورجيا": word_set("ولايه بولايه"),
    "قطر": word_set("نصف بنصف"),
    "مدريد": word_set("ريال اتلتيكو"),
    "اوسلو": word_set("اتفاق اتفاقيه اتفاقات اتفاقيات"),
}
"""Names that mean something else after these words (rivers, seas, a state, clubs, a prayer)."""

_NOT_THE_COUNTRY = word_set("اللغه باللغه الصحافه للصحافه المحيط بالمحيط للمحيط")
"""What an adjective after them names is a language, an agency or an ocean («وكالة الصحافة الفرنسية»)."""

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
"""Masculine adjectives, folded, that are not the name with ي for its ending; the feminine is made with ه."""

_NO_STEMS = word_set("مالي مجري غاني كوري توغي ساموي بيري")
"""Adjectives so made that are common words too («مجرى», «غانية»), or of two countries."""

_ENDINGS = ("ه", "ون", "ين")
"""Of an adjective that is not a man's alone."""
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
    names.update({tuple(fold_words(capital)): code for capital, code in _CAPITALS.items()})
    return {words: code for words, code in names.items() if words and words[0] not in _NEVER_ALONE}


@cache
def _adjectives() -> dict[str, str]:
    """Masculine adjective, folded → code: of names of one word, and the listed ones."""
    capitals = {tuple(fold_words(capital)) for capital in _CAPITALS}
    made = {}
    for words, code in _names().items():
        # Foreign names in -ia have no article: «ألمانيا» begins with a letter.
        bare = words[0] if words[0].endswith("يا") else words[0].removeprefix("ال")
        if len(words) == 1 and words not in capitals and len(bare) >= 4:
            stem = bare.removesuffix("ا").removesuffix("ه").removesuffix("ي") + "ي"
            made[stem] = code
    return {stem: code for stem, code in made.items() if stem not in _NO_STEMS} | _STEMS


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
        if not _may_name(words[index]):
            index += 1
            continue
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


@lru_cache(maxsize=REMEMBERED_WORDS)
def _may_name(word: str) -> bool:
    """Whether a name can begin with the word, or it can be an adjective: few words can, whatever stands around."""
    firsts, stems = _first_words(), _adjectives()
    for form in _without_clitics(word):
        bare = form.removeprefix("ال")
        if form in firsts or bare in stems or any(bare.removesuffix(ending) in stems for ending in _ENDINGS):
            return True
    return False


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
    if alone == "قطر" and words[start] == "بقطر" and after.isdigit():
        return False
    return before not in _NOT_AFTER.get(alone, ()) and after not in _NOT_BEFORE.get(alone, ())


def _without_clitics(word: str) -> list[str]:
    """The word and what remains of it without و ف, and then ب ل ك (with ``لل`` for ل and the article)."""
    forms = [word]
    if word[:1] in "وف" and len(word) > 3:  # «ومصر»
        forms.append(word[1:])
    for form in list(forms):
        if form.startswith("لل") and len(form) > 4:
            forms.append("ال" + form[2:])
        if form[:1] in "بلك" and len(form) > 2:
            forms.append(form[1:])
    return forms


def _agrees(before: str) -> bool:
    """Whether the word before a definite adjective is a definite noun, not a first name."""
    return before == "نظيره" or (before.startswith(("ال", "وال", "فال", "بال", "كال", "لل")) and before not in _DIVINE)


def _adjective_at(words: list[str], index: int, forms: list[str]) -> str | None:
    stems = _adjectives()
    before = words[index - 1] if index else ""
    if before in _NOT_THE_COUNTRY:
        return None
    for form in forms:
        definite = form.startswith("ال")
        bare = form[2:] if definite else form
        for ending in _ENDINGS:
            if bare.endswith(ending) and bare.removesuffix(ending) in stems:
                return stems[bare.removesuffix(ending)]
        if definite and bare in stems and _agrees(before):
            return stems[bare]
    return None
