"""Who wrote it: persons are authors, agencies are credits, and the publisher's own name is neither."""

import re
from collections.abc import Iterable
from functools import cache

import lxml.html

from crawlers.reading.datetext import date_line_rest
from crawlers.reading.markup import Markup, clean_line, element_text, node_types, text_of
from crawlers.reading.wordlist import word_set
from crawlers.source import Source
from crawlers.sources import all_sources
from storage.fold import fold

_AGENCIES: dict[str, tuple[str, ...]] = {
    "رويترز": ("رويترز", "reuters"),
    "فرانس برس": ("فرانس برس", "وكاله الصحافه الفرنسيه", "ا ف ب", "اف ب", "afp"),
    "أسوشيتد برس": ("اسوشيتد برس", "اسوشييتد برس", "ا ب", "ap"),
    "الأناضول": ("الاناضول",),
    "د ب أ": ("د ب ا", "دب ا", "وكاله الانباء الالمانيه", "dpa"),
    "شينخوا": ("شينخوا",),
    "سبوتنيك": ("سبوتنيك", "سبوتنك"),
    "تاس": ("تاس",),
    "نوفوستي": ("نوفوستي",),
    "بلومبرغ": ("بلومبرغ", "بلومبيرغ"),
    "يو بي آي": ("يو بي اي", "يونايتد برس"),
    "بترا": ("بترا", "وكاله الانباء الاردنيه"),
    "وام": ("وام", "وكاله انباء الامارات"),
    "واس": ("واس", "وكاله الانباء السعوديه"),
    "قنا": ("قنا", "وكاله الانباء القطريه"),
    "كونا": ("كونا", "وكاله الانباء الكويتيه"),
    "بنا": ("بنا", "وكاله انباء البحرين"),
    "سانا": ("سانا", "الوكاله العربيه السوريه للانباء"),
    "واع": ("واع", "وكاله الانباء العراقيه"),
    "وفا": ("وفا", "وكاله الانباء الفلسطينيه"),
    "معا": ("وكاله معا",),
    "أ ش أ": ("ا ش ا", "اش ا", "وكاله انباء الشرق الاوسط"),
    "وات": ("وات", "وكاله تونس افريقيا للانباء"),
    "واج": ("واج", "وكاله الانباء الجزايريه"),
    "لاماب": ("لاماب", "وكاله المغرب العربي للانباء"),
    "سونا": ("سونا", "وكاله السودان للانباء"),
    "سبأ": ("سبا", "وكاله الانباء اليمنيه"),
    "الوكالة الوطنية للإعلام": ("الوكاله الوطنيه للاعلام",),
    "وكالات": ("وكالات", "الوكالات", "وكالات الانباء"),
}
"""Name as printed → folded forms that stand for it where an origin is named (2026-11-22)."""

_ROLE_NAMES = word_set(
    "admin administrator editor editors author newsroom webmaster desk المحرر محرر الاداره التحرير غرفه الاخبار"
    " فريق طاقم هييه قسم الموقع مراسلنا مراسلو متابعات متابعه خاص ترجمه"
)
_INSTITUTIONS = word_set(
    "نيوز news وكاله موقع جريده صحيفه قناه شبكه بوابه مجله تلفزيون اذاعه مركز موسسه المصدر وكالات"
)
_CREDIT = re.compile(r"^\s*(?:ال)?مصدر\s*[:：/|\-–]\s*(?P<name>.{2,60})$|^\s*نقلا[ًَ]? عن\s*[:：]?\s*(?P<from>.{2,60})$")
_BYLINE = re.compile(
    r"^\s*(?:(?:كتبت?|إعداد|اعداد|تحرير|ترجمة|تقرير|حوار|تصوير|الكاتب|الكاتبة|المحرر|by|von|autor)\s*[:：/|\-–]|بقلم\s*[:：/]?"
    r"|كتبت?(?=(?:\s+\S+){2,4}\s*$))"
    r"\s*(?P<name>.{3,80})$",
    re.I,
)
_AUTHOR_NAME = re.compile(
    r"(?:^|[-_\s])(?:author|writer|write-?by|written|byline|by-line|reporter|editor-name|kateb|katib)", re.I
)
_DATELINE = re.compile(r"^(?:[^.،؛:]{0,40}?[-–—:/]?\s*)?\(([^()]{2,40})\)|^([^.،؛()]{2,40}?)\s*[-–—:]")
_PICTURE = re.compile(r"^\s*(?:©|\(c\)|(?:ال)?صور[ةه]|تصوير|عدسة|photo|image|getty)", re.I)
_SIGNATURE = re.compile(r"\(([^()]{2,40})\)\s*\.?\s*$")
_SPLIT = re.compile(r"\s*[،,;؛|/+:()–—-]\s*|\s+و\s*(?=وكال)|\s+و\s+")
_LABEL = re.compile(r"^(?:وكال[ةه]|عن|المصدر|ال?مصدر:?)\s+")


@cache
def _agency_table() -> dict[str, str]:
    """Folded form → printed name, with the agencies among the declared sources."""
    table = {form: name for name, forms in _AGENCIES.items() for form in forms}
    for source in all_sources().values():
        if source.agency:
            table[fold(source.agency)] = source.agency
            table[fold(source.name)] = source.agency
    return table


def agencies_in(line: str) -> tuple[str, ...]:
    """The agencies among the parts of a credit («وكالات - رويترز», «بغداد / متابعة (أ ف ب)»), in its order."""
    found = []
    for part in _SPLIT.split(line):
        form = fold(part)
        name = _agency_table().get(form) or _agency_table().get(fold(_LABEL.sub("", part.strip())))
        if name is not None:
            found.append(name)
    return tuple(dict.fromkeys(found))


def is_credit_line(line: str) -> bool:
    """Whether a short line only names where the text comes from («المصدر: رويترز», «(أ ف ب)», «عمان - وكالات»); the
    line of a picture («© REUTERS / …», «تصوير: رويترز») names where that comes from."""
    if len(line.split()) > 8 or line.rstrip().endswith(("؟", "!", "،")) or _PICTURE.match(line):
        return False
    return bool(_CREDIT.match(line)) or bool(agencies_in(line))


def is_byline(line: str) -> bool:
    """Whether a short line only names the writer («كتب: …», «بقلم …»)."""
    return len(line.split()) <= 9 and bool(_BYLINE.match(line)) and not line.rstrip().endswith((".", "؟", "!"))


def find_credits(text: str, lines: Iterable[str], names: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """Agencies named as the origin: in ``lines`` of credit, among author ``names``, in the dateline that opens
    ``text`` or the signature that ends it. Sorted; a mere mention in a sentence does not count. ``own`` are the
    publisher's folded names.
    """
    found: set[str] = set()
    for line in lines:
        match = _CREDIT.match(line)
        stated = (match["name"] or match["from"]).strip(" .") if match else ""
        known = agencies_in(line) or agencies_in(stated)
        found.update(known)
        if stated and not known and len(stated.split()) <= 4 and fold(stated) not in own:
            found.add(stated)
    for name in names:
        found.update(agencies_in(name))
    first, _, _ = text.partition("\n")
    opening = _DATELINE.match(first[:90])
    if opening:
        found.update(agencies_in(opening[1] or opening[2]))
    ending = _SIGNATURE.search(text[-60:])
    if ending:
        found.update(agencies_in(ending[1]))
    return tuple(sorted(name for name in found if fold(name) not in own))


def author_names(markup: Markup, lines: Iterable[str], own: frozenset[str]) -> list[str]:
    """Names claimed as author, best evidence first: JSON-LD, byline on the page, meta; persons and agencies alike.

    ``lines`` are the page's short lines from the headline on.
    """
    node = markup.article_node()
    stated = _jsonld_authors(node.get("author")) if node else []
    lines = list(lines)
    visible = [match["name"].split("|")[0].strip() for line in lines if (match := _BYLINE.match(line))]
    marked = [] if visible else _marked_authors(markup.tree)
    shown = [] if visible or marked else [name for line in lines if (name := _beside_date_or_site(line, own))]
    meta = [name for key in ("author", "article:author", "dc.creator") for name in markup.meta.get(key, ())]
    return [clean_line(name) for name in [*stated, *visible, *marked, *shown, *meta]]


def _beside_date_or_site(line: str, own: frozenset[str]) -> str | None:
    """The name in «القسم | 18 نوفمبر 2026 | رنا الحمود» or in «عدن (الصحيفة) رنا الحمود»."""
    if "|" in line:
        parts = [part.strip() for part in line.split("|")]
        dated = next((index for index, part in enumerate(parts) if date_line_rest(part) is not None), None)
        after = parts[dated + 1 :] if dated is not None else []
        return next((part for part in after if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+){1,3}", part)), None)
    match = re.fullmatch(r"[^()]{2,20}\(+([^()]+)\)+\s*([^\W\d_]+(?: [^\W\d_]+){1,3})", line)
    return match[2] if match and fold(match[1]) in own else None


def own_names(source: Source, site_names: Iterable[str]) -> frozenset[str]:
    """The publisher's own names, folded: as declared, as the page gives them, and the parts of its hosts."""
    own = {fold(name) for name in (source.name, source.id, *source.hosts, *site_names)}
    return frozenset(own | {label for host in source.hosts for label in host.split(".")} - {""})


def persons(names: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    """The persons of the first claim that names one, as printed and without their place; see ``own_names``."""
    for name in names:
        parts = [_without_place(part) for part in re.split(r"\s*[،,;؛|]\s*", name)]
        people = tuple(dict.fromkeys(part for part in parts if _is_person(part, own)))
        if people:
            return people
    return ()


def _without_place(name: str) -> str:
    """«حسام علي - القاهرة» → «حسام علي»: a lone word beside a name is where it was written."""
    parts = [part for part in re.split(r"\s+[-–—/]\s+", name.strip()) if len(part.split()) > 1]
    return parts[0] if len(parts) == 1 else name.strip()


def _is_person(name: str, own: frozenset[str]) -> bool:
    folded = fold(name)
    parts = folded.split()
    if not 1 < len(parts) <= 8 or len(name) > 80 or re.search(r"https?:|www\.|@|\d", name):
        return False
    if folded in own or any(len(site) > 4 and site in folded for site in own) or agencies_in(name):
        return False
    return _ROLE_NAMES.isdisjoint(parts[:2]) and _INSTITUTIONS.isdisjoint(parts)


def _jsonld_authors(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    people: list[str] = []
    others: list[str] = []
    for item in items[:20]:
        name = text_of(item)
        if name:
            is_person = not isinstance(item, dict) or "person" in node_types(item)
            (people if is_person else others).append(name)
    return ([", ".join(people)] if people else []) + others


def _marked_authors(tree: lxml.html.HtmlElement) -> list[str]:
    """Texts of the elements the page marks as its author, near the top of the page first."""
    found: list[str] = []
    for element in tree.iter("a", "span", "div", "p", "h5", "h6", "strong", "li", "address"):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"[:300]
        if not _AUTHOR_NAME.search(names):
            continue
        text = element_text(element)
        match = _BYLINE.match(text)
        name = match["name"].strip() if match else text
        if 1 < len(name.split()) <= 8 and name not in found:
            found.append(name)
        if len(found) == 5:
            break
    return found
