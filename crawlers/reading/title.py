"""The headline as printed: the page's claims compared, the site's and the section's names taken off.

An affix is removed only on evidence: it is a name the page or the source gives for the site or the section, or
another claim of the page is the same headline without it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from crawlers.reading.markup import Markup, clean_line, element_text, text_of
from crawlers.source import Source
from storage.fold import fold

MAX_TITLE_CHARS = 400
"""Longer claims are descriptions (2026-11-22: longest headline of 22,242 articles 117)."""
_NO_TITLE = re.compile(r"^(?:untitled(?: document)?|new page \d*|document|(?:https?://|www\.)\S+|[\W_]*)$", re.I)
"""What editors of pages leave where no title was given, addresses, and marks alone."""
_SEPARATOR = re.compile(r"\s*(?:[|｜]|::)\s*|\s+[»«•·–—/:-]\s+|\s+[-–—]|[-–—]\s+")


def title_claims(markup: Markup) -> tuple[str, ...]:
    """What the page calls itself, best evidence first, repeats included: JSON-LD, ``h1``, og:title, twitter:title,
    ``title``."""
    node = markup.article_node() or {}
    claims = [text_of(node.get("headline")), *_headings(markup), *markup.meta.get("og:title", ())[:2]]
    claims += [markup.first_meta("twitter:title", "title", "dc.title")]
    claims += [clean_line(element_text(element)) for element in list(markup.tree.iter("title"))[:1]]
    return tuple(claim for claim in claims if claim and len(claim) <= MAX_TITLE_CHARS and not _NO_TITLE.match(claim))


def site_names(markup: Markup, source: Source) -> tuple[str, ...]:
    """Names of the publisher as the page and the declaration give them."""
    names = [source.name, *markup.meta.get("og:site_name", ()), *markup.meta.get("application-name", ())]
    for node in markup.nodes:
        names += [text_of(node.get("publisher")) or ""]
        if "website" in str(node.get("@type")).lower() or "organization" in str(node.get("@type")).lower():
            names += [text_of(node.get("name")) or ""]
    return tuple(dict.fromkeys(name for name in names if name))


def choose_title(
    claims: Iterable[str], sites: Iterable[str], section: str | None, hint: str | None, lines: frozenset[str]
) -> str | None:
    """The headline, or None when the page has none but its own site's name.

    ``hint`` is the feed's title: a claim that equals it is the headline. ``lines`` are the page's text lines: what
    stands among them without an affix is the headline without it.
    """
    known = {fold(site) for site in sites} | ({fold(section)} if section else set())
    known.discard("")
    cleaned = [title for claim in claims if (title := _without_affixes(claim, known)) and fold(title) not in known]
    hinted = _without_affixes(clean_line(hint), known) if hint else ""
    if not cleaned:
        return hinted or None
    match = next((title for title in cleaned if fold(title) == fold(hinted)), None)
    if match:
        return match
    # What only one element says (a logo in ``h1``) gives way to what two say.
    said_twice = (title for title, times in Counter(map(fold, cleaned)).items() if times > 1)
    folded = fold(cleaned[0]) if len(cleaned) < 3 else next(said_twice, fold(cleaned[0]))
    best = next(title for title in cleaned if fold(title) == folded)
    if best not in lines:
        cuts = [best[: cut.start()].strip() for cut in _SEPARATOR.finditer(best)]
        best = next((part for part in cuts if len(part.split()) >= 3 and part in lines), best)
    return best


def _headings(markup: Markup) -> list[str]:
    """``h1`` texts that can be a headline; a lone word is a logo."""
    found = [clean_line(element_text(element)) for element in list(markup.tree.iter("h1"))[:4]]
    return [heading for heading in found if len(heading.split()) >= 2]


def _without_affixes(title: str, known: set[str]) -> str:
    """``title`` without the parts at its ends that are a known name of the site or the section."""
    title = title.strip()
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        ends = [(title[: cut.start()], title[cut.end() :]) for cut in cuts]
        starts = [(title[cut.end() :], title[: cut.start()]) for cut in reversed(cuts)]
        for rest, affix in ends + starts:
            if rest.strip() and _is_known(affix, known):
                title = rest.strip()
                break
        else:
            return title
    return title


def _is_known(affix: str, known: set[str]) -> bool:
    folded = fold(affix)
    if not folded or len(folded.split()) > 8:
        return False
    parts = {fold(part) for part in _SEPARATOR.split(affix)} - {""}
    return folded in known or parts <= known or any(_same_name(folded, name) for name in known)


def _same_name(affix: str, name: str) -> bool:
    """«بوابة أخبار اليوم الإلكترونية» is «بوابة اخبار اليوم»: one name's words are all in the other, two at least."""
    short, long = sorted((affix.split(), name.split()), key=len)
    return len(short) >= 2 and len(long) <= len(short) + 2 and set(short) <= set(long)
