"""Who wrote it: persons are authors, agencies are credits, and the publisher's own name is neither."""

import re
from collections.abc import Iterable
from functools import cache

import lxml.html

from crawlers.reading.markup import Markup, clean_line, element_text, node_types, text_of
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

_ROLE_NAMES = frozenset(
    "admin administrator editor editors author newsroom webmaster desk المحرر محرر الاداره التحرير غرفه الاخبار"
    " فريق طاقم هييه قسم الموقع مراسلنا مراسلو متابعات متابعه خاص ترجمه".split()
)
_INSTITUTIONS = frozenset(
    "نيوز news وكاله موقع جريده صحيفه قناه شبكه بوابه مجله تلفزيون اذاعه مركز موسسه المصدر وكالات".split()
)
_CREDIT = re.compile(r"^\s*(?:ال)?مصدر\s*[:：/|\-–]\s*(?P<name>.{2,60})$|^\s*نقلا[ًَ]? عن\s*[:：]?\s*(?P<from>.{2,60})$")
_BYLINE = re.compile(
    r"^\s*(?:(?:كتبت?|إعداد|اعداد|تحرير|ترجمة|تقرير|حوار|تصوير|الكاتب|الكاتبة|المحرر|by|von|autor)\s*[:：/|\-–]|بقلم\s*[:：/]?"
    r"|كتبت?(?=(?:\s+\S+){2,4}\s*$))"
    r"\s*(?P<name>.{3,80})$",
    re.I,
)
_AUTHOR_NAME = re.compile(r"(?:^|[-_\s])(?:author|writer|write-?by|written|byline|by-line|reporter|editor-name|kateb|katib)", re.I)
_DATELINE = re.compile(r"^(?:[^.،؛:]{0,40}?[-–—:/]?\s*)?\(([^()]{2,40})\)|^([^.،؛()]{2,40}?)\s*[-–—:]")
_SIGNATURE = re.compile(r"\(([^()]{2,40})\)\s*\.?\s*$")
_SPLIT = re.compile(r"\s*[،,;؛|/+]\s*|\s+و\s+|\s+-\s+|\s*–\s*")
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


def agencies_in(text: str) -> tuple[str, ...]:
    """The agencies a credit names, as printed in the table; empty when a part of it is none."""
    found: list[str] = []
    for part in _SPLIT.split(text.strip(" ()[].-–:\u00a0")):
        form = fold(_LABEL.sub("", part.strip()))
        name = _agency_table().get(form) or _agency_table().get(fold(part))
        if name is None:
            return ()
        found.append(name)
    return tuple(found)


def is_credit_line(line: str) -> bool:
    """Whether a short line only names where the text comes from («المصدر: رويترز», «(أ ف ب)», «وكالات»)."""
    if len(line.split()) > 10:
        return False
    return bool(_CREDIT.match(line)) or bool(agencies_in(line))


def is_byline(line: str) -> bool:
    """Whether a short line only names the writer («كتب: …», «بقلم …»)."""
    return len(line.split()) <= 9 and bool(_BYLINE.match(line)) and not line.rstrip().endswith((".", "؟", "!"))


def find_credits(text: str, lines: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Agencies named as the origin: in ``lines`` of credit, among author ``names``, in the dateline that opens
    ``text`` or the signature that ends it. Sorted; a mere mention in a sentence does not count.
    """
    found: set[str] = set()
    for line in lines:
        match = _CREDIT.match(line)
        stated = (match["name"] or match["from"]).strip(" .") if match else line
        found.update(agencies_in(stated) or ([stated] if match and len(stated.split()) <= 5 else []))
    for name in names:
        found.update(agencies_in(name))
    first, _, _ = text.partition("\n")
    opening = _DATELINE.match(first[:90])
    if opening:
        found.update(agencies_in(opening[1] or opening[2].rsplit("/", 1)[-1]))
    ending = _SIGNATURE.search(text[-60:])
    if ending:
        found.update(agencies_in(ending[1]))
    return tuple(sorted(found))


def author_names(markup: Markup, lines: Iterable[str]) -> list[str]:
    """Names claimed as author, best evidence first: JSON-LD, byline on the page, meta; persons and agencies alike."""
    node = markup.article_node()
    stated = _jsonld_authors(node.get("author")) if node else []
    visible = [match["name"].strip() for line in lines if (match := _BYLINE.match(line))]
    marked = [] if visible else _marked_authors(markup.tree)
    meta = [name for key in ("author", "article:author", "dc.creator") for name in markup.meta.get(key, ())]
    return [clean_line(name) for name in [*stated, *visible, *marked, *meta]]


def persons(names: Iterable[str], source: Source, site_names: Iterable[str]) -> tuple[str, ...]:
    """The persons of the first claim that names one, as printed; the publisher's own names are none."""
    own = {fold(name) for name in (source.name, source.id, *source.hosts, *site_names)}
    own |= {label for host in source.hosts for label in host.split(".")}
    for name in names:
        people = tuple(dict.fromkeys(part for part in re.split(r"\s*[،,;؛|]\s*", name) if _is_person(part, own)))
        if people:
            return people
    return ()


def _is_person(name: str, own: set[str]) -> bool:
    folded = fold(name)
    parts = folded.split()
    if not 1 < len(parts) <= 8 or len(name) > 80 or re.search(r"https?:|www\.|@|\d", name):
        return False
    if folded in own or any(len(site) > 4 and site in folded for site in own) or agencies_in(name):
        return False
    return _ROLE_NAMES.isdisjoint(parts[:2]) and _INSTITUTIONS.isdisjoint(parts)


def _jsonld_authors(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    people, others = [], []
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
