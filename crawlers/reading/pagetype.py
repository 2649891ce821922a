"""What kind of page a page is, by evidence: its declared type, its wording, its links and how much text it has.

Wording alone never outweighs a real article: a report *about* cookies or captchas is an article.
"""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawlers.reading.blocks import BlockRow
from crawlers.reading.boilerplate import names_of
from crawlers.reading.markup import ARTICLE_TYPES, Markup, node_types
from crawlers.reading.text import Body
from storage.fold import fold

MIN_ARTICLE_WORDS = 25
"""Least words of an article: .99 of 22,242 real ones have as many (2026-11-22). Pages that declare themselves an
article may be shorter, see below."""
MIN_DECLARED_WORDS = 12
"""Least words of a page whose JSON-LD or og:type says article: .999 of real ones have as many (2026-11-22)."""
SHORT_WORDS = 120
"""Up to here a page's wording (challenge, consent, not found) outweighs its text: such pages say little else."""
LIVE_ENTRIES = 4
"""Least time-stamped entries of a ticker."""
HOME_LINKS = 5
"""Least headline links of a home page: fewer stand on the walls and error pages that may answer there."""
SECTION_LINKS = 15
"""Least headline links of a section page."""
SECTION_ITEMS = 5
"""Least list items of a heading and an excerpt of a section page (2026-11-28: such pages had 10 to 38)."""
SECTION_TEASERS = 8
"""Least headline links with an excerpt of a section page; of twelve real pages ten had at most 6, the two
section pages 14 and 75 (2026-11-22)."""

_CHALLENGE = re.compile(
    r"just a moment|challenge platform|cf chl|checking your browser|verify you are (?:a )?human|are you a robot"
    r"|recaptcha|hcaptcha|ddos protection|attention required|(?:جار|جاري|يتم|نقوم) (?:ب)?(?:ال)?تحقق من"
    r"|لست (?:روبوت|برنامج)"
    r"|تحقق من انك (?:انسان|لست)|التحقق الامني|اثبت انك|يرجي تفعيل (?:جافا|javascript|ملفات)"
)
_CONSENT = re.compile(
    r"(?:ملفات|سياسه) (?:تعريف )?(?:ال)?(?:ارتباط|كوكيز|تعريف)|كوكيز|cookies?|موافقتك|الموافقه علي"
    r"|(?:ا|ن)قبل الكل|قبول الكل|رفض الكل|اداره الخيارات|تفضيلات الخصوصيه|خصوصيتك|we value your privacy|consent"
)
_THING = "(?:ال)?(?:صفحه|مقال|مقاله|خبر|محتوي|ماده|رابط|موضوع)"
_MISSING = re.compile(
    rf"{_THING}(?: \w+){{0,4}} (?:غير (?:موجود|متوفر|متاح)|لم (?:يعد|تعد)|حذف|ازيل|مفقود)"
    r"|لم (?:يتم|نتمكن من) (?:ال)?عثور|تعذر العثور|لا (?:يمكن|نستطيع) العثور|لم نجد|غير موجوده? (?:علي|في)"
    rf"|404|not found|(?:تم|جري) (?:حذف|ازاله) (?:هذا |هذه )?{_THING}|ربما (?:تم )?(?:حذف|نقل)"
)
_TO_READ = "(?:لقراءه|لمتابعه|لمواصله|لاكمال|للاطلاع)"
_PAYWALL = re.compile(
    r"\b(?:لل|علي ال)مشتركين(?: فقط)?\b|subscribers only|subscribe to (?:read|continue)"
    rf"|(?:اشترك|اشتركوا|سجل|سجلوا)(?: \w+){{0,3}} {_TO_READ}"
    rf"|{_TO_READ}(?: \w+){{0,4}} (?:اشترك|يرجي الاشتراك|سجل|الاشتراك)"
)
_LIVE_TITLE = re.compile(
    r"^(?:مباشر|تغطيه (?:مباشره|مستمره|حيه)|بث مباشر|لحظه بلحظه|لايف)\b|(?:لحظه بلحظه|تغطيه مباشره|اولا باول)$"
)
_CLOCK_START = re.compile(r"^\W*[0-2]?\d[:.٫][0-5]\d\b|^\W*[٠-٢]?[٠-٩]:[٠-٥][٠-٩]")
_VIDEO_URL = re.compile(r"/(?:videos?|watch|tv|فيديو|مرييات|مرئيات)(?:/|$)", re.I)
_GALLERY_URL = re.compile(r"/(?:galler(?:y|ies)|photos?|albums?|pictures|صور|البوم|ألبوم)(?:/|$)", re.I)
_SEARCH_TITLE = re.compile(
    r"^(?:نتايج|نتيجه) (?:ال)?بحث|^(?:انت|لقد) (?:تبحث|بحثت) عن|^(?:ال)?بحث عن |^البحث$"
    r"|^search(?: results?)?(?: for|$)"
)
_SEARCH_URL = re.compile(r"/(?:search|بحث|البحث)(?:[/.]|$)", re.I)
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|keywords?)=", re.I)
_HOME_PATH = re.compile(r"/*(?:ar|arabic|home)?/?(?:(?:index|default|home|main)(?:\.[a-z]{2,5})?)?/*")
_SECTION_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "website"})
_SLIDES_NAME = re.compile(r"galler|slide|album", re.I)
_PAYWALL_NAME = re.compile(r"paywall|premium-wall|subscribe-wall|metered|regwall|subscriber-only", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the type is told from."""

    markup: Markup
    """The page's claims."""
    row: BlockRow
    """Its blocks, furniture included."""
    title: str
    """Its headline, or an empty string."""
    body: Body
    """The body found, perhaps empty."""
    url: str
    """Its address."""


def home_page(row: BlockRow, url: str) -> str:
    """Why a page is its publisher's home page, by its address and its links; empty when it is not.

    Asked before the body is looked for: nothing on a page is as long to look through as on a home page.
    """
    headlines = _headlines(row) if _is_home_address(url) else 0
    return f"the home page, {headlines} headline links" if headlines >= HOME_LINKS else ""


def _is_home_address(url: str) -> bool:
    """Whether an address names no article: the publisher's root, whatever its front page is called."""
    parts = urlsplit(url)
    return not parts.query and bool(_HOME_PATH.fullmatch(parts.path.lower()))


def _headlines(row: BlockRow) -> int:
    """Links long enough for a headline."""
    return sum(1 for block in row.blocks if block.is_linked and block.words >= 4)


def _captioned_images(markup: Markup) -> int:
    """Figures with an image, and images inside elements named as a gallery or a slide show."""
    figures = sum(1 for figure in markup.tree.iter("figure") if next(figure.iter("img"), None) is not None)
    slides = sum(
        1
        for image in markup.tree.iter("img")
        if any(_SLIDES_NAME.search(names_of(item)) for item in islice(image.iterancestors(), 4))
    )
    return max(figures, slides)


def _has_paywall_element(markup: Markup) -> bool:
    """Whether an element is named as a paywall."""
    return any(_PAYWALL_NAME.search(names_of(item)) for item in markup.tree.iter("div", "section", "aside", "p"))


def page_type(facts: PageFacts) -> tuple[str, str]:
    """(``article``, "") or the outcome word of ``storage.outcomes`` and the evidence in words."""
    words = len(facts.body.text.split())
    declared = _declared(facts.markup)
    for found in (_search(facts, declared), _wall(facts, words), _live(facts), _media(facts, words, declared)):
        if found:
            return found
    section = _section(facts, words, declared)
    if section:
        return section
    if words < (MIN_DECLARED_WORDS if "article" in declared else MIN_ARTICLE_WORDS):
        return "not_article", f"{words} words of text"
    return "article", ""


def _declared(markup: Markup) -> set[str]:
    """``article``, ``video``, ``gallery``, ``live``, ``search``, ``section`` as JSON-LD and og:type state."""
    types = frozenset().union(*(node_types(node) for node in markup.nodes[:60])) if markup.nodes else frozenset()
    og_type = (markup.first_meta("og:type") or "").lower()
    found = set()
    if types & ARTICLE_TYPES or og_type.startswith(("article", "news")):
        found.add("article")
    if "videoobject" in types or og_type.startswith("video"):
        found.add("video")
    if types & {"imagegallery", "mediagallery"} or "gallery" in og_type:
        found.add("gallery")
    if "liveblogposting" in types:
        found.add("live")
    if "searchresultspage" in types:
        found.add("search")
    if types & _SECTION_TYPES:
        found.add("section")
    return found


def _search(facts: PageFacts, declared: set[str]) -> tuple[str, str] | None:
    """A page of search results: it says so in JSON-LD, or its title and its address do. One of the two is too little:
    articles have queries in their addresses, and headlines begin with «البحث عن»."""
    if "search" in declared:
        return "section", "JSON-LD says SearchResultsPage"
    parts = urlsplit(facts.url)
    asked = _SEARCH_URL.search(unquote(parts.path)) or _SEARCH_QUERY.search(parts.query)
    title = _SEARCH_TITLE.search(fold(facts.title))
    if asked and title and "article" not in declared:
        return "section", f"a search page: its title says «{title[0].strip()}»"
    return None


def _wall(facts: PageFacts, words: int) -> tuple[str, str] | None:
    """Pages that stand in the article's place."""
    if words >= SHORT_WORDS:
        return _paywall(facts, words)
    page, title = _unlinked(facts), fold(facts.title)
    whole = len(page.split())
    if whole < 3 * SHORT_WORDS and (match := _CHALLENGE.search(f"{title} {page}")):
        return "challenge", f"the page says «{match[0]}»"
    missing = _MISSING.search(title) or _MISSING.search(fold(_opening(facts)))
    if missing:
        return "soft_404", f"the page says «{missing[0]}»"
    is_banner = words >= max(MIN_ARTICLE_WORDS, 0.5 * whole) and not _CONSENT.search(fold(facts.body.text))
    asks = [] if is_banner else _CONSENT.findall(f"{title} {page}")
    if len(asks) >= 3 and (_CONSENT.search(title) or len(asks) >= 0.03 * whole):
        return "consent_wall", "a consent form and no article"
    return _paywall(facts, words)


def _paywall(facts: PageFacts, words: int) -> tuple[str, str] | None:
    closed = any(str(node.get("isAccessibleForFree")).lower() == "false" for node in facts.markup.nodes)
    # What the page says is looked at last: most have an article and nothing before it.
    if closed or words < SHORT_WORDS or _has_paywall_element(facts.markup):
        asks = _PAYWALL.search(_unlinked(facts))
        if asks:
            return "paywall", f"the page says «{asks[0].strip()}»"
    if closed and words < SHORT_WORDS:
        return "paywall", "isAccessibleForFree is false and the text is short"
    return None


def _unlinked(facts: PageFacts) -> str:
    """What stands on the page outside links, folded, as far as a reader may have looked."""
    return fold(" ".join(block.text for block in facts.row.blocks if not block.is_linked)[:6000])


def _opening(facts: PageFacts) -> str:
    """The text a reader sees first: the body, or the longest blocks when there is none."""
    return (
        facts.body.text
        or " ".join(block.text for block in facts.row.blocks if block.words >= 4 and not block.is_linked)[:1500]
    )


def _live(facts: PageFacts) -> tuple[str, str] | None:
    if "live" in _declared(facts.markup):
        return "live_blog", "JSON-LD says LiveBlogPosting"
    if not _LIVE_TITLE.search(fold(facts.title)):
        return None
    entries = sum(1 for block in facts.row.blocks if _CLOCK_START.match(block.text) and not block.is_linked)
    if entries >= LIVE_ENTRIES:
        return "live_blog", f"a live title and {entries} time-stamped entries"
    return None


def _media(facts: PageFacts, words: int, declared: set[str]) -> tuple[str, str] | None:
    if words >= SHORT_WORDS:
        return None
    path = unquote(urlsplit(facts.url).path)
    images = _captioned_images(facts.markup)
    if "gallery" in declared or (images >= 4 and _GALLERY_URL.search(path)):
        return "gallery", f"{images} pictures and {words} words of text"
    if words < 60 and images >= 6:
        return "gallery", f"{images} pictures and {words} words of text"
    player = next(facts.markup.tree.iter("video"), None) is not None
    is_video = "video" in declared or (player and "article" not in declared) or bool(_VIDEO_URL.search(path))
    if is_video and ("article" not in declared or words < 60):
        return "video", f"a video and {words} words of text"
    return None


def _teasers(row: BlockRow) -> int:
    """Headline links that an excerpt of one paragraph follows."""
    pairs = zip(row.blocks, row.blocks[1:], strict=False)
    return sum(1 for head, text in pairs if head.is_linked and head.words >= 3 and text.is_prose and text.words <= 80)


def _section(facts: PageFacts, words: int, declared: set[str]) -> tuple[str, str] | None:
    headlines = _headlines(facts.row)
    if _is_home_address(facts.url):
        return "section", "the address is that of the home page"
    if facts.body.teaser_share >= 0.5 and headlines >= 3:
        return "section", f"{facts.body.teaser_share:.0%} of its paragraphs are excerpts under headline links"
    if "article" in declared:
        return None
    if facts.body.items >= SECTION_ITEMS:
        return "section", f"{facts.body.items} items of a heading and an excerpt each"
    teasers = _teasers(facts.row)
    if teasers >= SECTION_TEASERS and words < 0.5 * sum(block.words for block in facts.row.blocks):
        return "section", f"{teasers} headline links with an excerpt each"
    linked = sum(block.link_words for block in facts.row.blocks)
    total = sum(block.words for block in facts.row.blocks)
    if "section" in declared and headlines >= SECTION_LINKS and words < 2 * SHORT_WORDS:
        return "section", f"declared as a list, {headlines} headline links"
    # Small publishers' articles stand among more links than words, so links alone never outweigh a body.
    if headlines >= SECTION_LINKS and linked > 0.5 * total and words < SHORT_WORDS / 2:
        return "section", f"{headlines} headline links, {linked} of {total} words are links"
    if headlines >= 6 and words < MIN_ARTICLE_WORDS:
        return "section", f"{headlines} headline links and {words} words of text"
    return None
