"""One captured page to an article, or to the reason why it is none: the one entry of reading. Pure.

decode → parse → what the page claims → strip furniture → find the body → leave out learned blocks → tell the page's
type and language → title, date, people, countries, topic, flags.
"""

import copy
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawlers.reading.blocks import block_row
from crawlers.reading.boilerplate import prune, strip_furniture
from crawlers.reading.countries import find_countries
from crawlers.reading.credits import author_names, find_credits, is_credit_line, own_names, persons
from crawlers.reading.datelines import find_datelines, short_lines
from crawlers.reading.dates import resolve_modified, resolve_published
from crawlers.reading.decode import Decoded, decode
from crawlers.reading.language import detect_language
from crawlers.reading.learned import without_blocks
from crawlers.reading.markup import Markup, parse, text_of
from crawlers.reading.pagetype import PageFacts, home_page, page_type
from crawlers.reading.quality import quality_flags
from crawlers.reading.records import FROM_FEED, Article, Page, Reading
from crawlers.reading.section import find_section
from crawlers.reading.text import Body, find_body
from crawlers.reading.title import choose_title, site_names, title_claims
from crawlers.reading.topic import judge_topic
from crawlers.source import Source
from crawlers.urls import canonical_url, own_link

MAX_TAGS = 50
"""Most keywords kept of a page; keyword stuffing goes into the hundreds (2026-11-22)."""


def read_page(page: Page, source: Source) -> Reading:
    """The article of ``page``, or the outcome and reason why there is none. Same page, same reading."""
    decoded = decode(page.body, page.content_type)
    markup = parse(decoded.text)
    if markup.is_feed:
        return Reading(outcome="not_article", reason="a feed or sitemap document, not a page", article=None)
    row = block_row(markup.tree)
    home = home_page(row, page.url)
    if home:
        return Reading(outcome="section", reason=home, article=None)
    node = markup.article_node() or {}
    claims, sites = title_claims(markup), site_names(markup, source)
    section = find_section(markup)
    printed = frozenset(block.text for block in row.blocks if not block.is_linked)
    title = choose_title(claims, sites, section, page.hint_title, printed)
    titles = tuple(name for name in (title, *claims) if name)
    whole = _body(markup, node, titles, source, page)
    text, removed = without_blocks(whole.text, page.blocks)
    body = replace(whole, text=text)
    kind, reason = page_type(PageFacts(markup=markup, row=row, title=title or "", body=body, url=page.url))
    language = detect_language(body.text or " ".join(titles))
    if kind != "article":
        return Reading(outcome=kind, reason=reason, article=None)
    if language != source.language:
        return Reading(outcome="not_arabic", reason=f"the text is in {language}", article=None)
    published = resolve_published(markup, find_datelines(row, titles), page, source)
    own, lines = own_names(source, sites), short_lines(row, titles)
    names = author_names(markup, lines, own)
    credited = list(filter(is_credit_line, lines))
    # A signature may be a learned block, or stand before one: it counts where it ends either text.
    agencies = {name for text in (whole.text, body.text) for name in find_credits(text, credited, names, own)}
    tags = _tags(markup, node)
    topic = judge_topic(title, body.text, section, tags)
    article = Article(
        canonical_url=_canonical(markup, page, source),
        title=title,
        text=body.text,
        authors=persons(names, own),
        section=section,
        tags=tags,
        image_url=_image(markup, node, page),
        published_at=published.at,
        published_date=published.filed_under(source.zone),
        published_raw=published.raw,
        published_rule=published.rule,
        published_precision=published.precision,
        modified_at=resolve_modified(markup, page, source, published),
        language=language,
        word_count=len(body.text.split()),
        credits=tuple(sorted(agencies)),
        countries=find_countries(f"{title or ''}\n{body.text}"),
        geopolitical_score=topic.score,
        quality_flags=_flags(decoded, title, body, dated=published.at is not None, from_feed=page.from_feed),
        encoding=decoded.encoding,
        encoding_reason=decoded.rule,
        removed_blocks=removed,
    )
    if topic.is_off_topic:
        reason = f"score {topic.score}: {'، '.join(topic.off[:8])}"
        return Reading(outcome="off_topic", reason=reason, article=article)
    return Reading(outcome="article", reason="", article=article)


def _body(markup: Markup, node: dict[str, Any], titles: tuple[str, ...], source: Source, page: Page) -> Body:
    """The body, read from a copy of the tree that loses its furniture."""
    tree = copy.deepcopy(markup.tree)
    prune(tree, source.prune, page.captured_at.date())
    strip_furniture(tree)
    stated = node.get("articleBody")
    summary = text_of(node.get("description")) or markup.first_meta("og:description", "description")
    return find_body(tree, titles, stated if isinstance(stated, str) else None, summary)


def _flags(decoded: Decoded, title: str | None, body: Body, *, dated: bool, from_feed: bool) -> tuple[str, ...]:
    flags = (
        quality_flags(body.text, dated) | (decoded.flags - {"broken_bytes"}) | ({FROM_FEED} if from_feed else set())
    )
    if "\ufffd" in f"{title} {body.text}" or any(word in f"{title} {body.text}" for word in decoded.touched):
        # Only what harms the article itself: a broken byte in a menu says nothing of the text.
        flags.add("broken_bytes")
    return tuple(sorted(flags))


def _tags(markup: Markup, node: dict[str, Any]) -> tuple[str, ...]:
    """Keywords as printed, without repeats, in the page's order."""
    stated = node.get("keywords")
    groups = (
        [item for item in stated if isinstance(item, str)] if isinstance(stated, list) else [text_of(stated) or ""]
    )
    groups += markup.meta.get("article:tag", ())
    if not any(groups):
        groups = list(markup.meta.get("news_keywords", ()) or markup.meta.get("keywords", ()))
    tags = (tag.strip() for group in groups for tag in group.replace("،", ",").split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 100))[:MAX_TAGS]


def _image(markup: Markup, node: dict[str, Any], page: Page) -> str | None:
    """The lead image's absolute http(s) address: og:image, else JSON-LD."""
    image = node.get("image")
    first = image[0] if isinstance(image, list) and image else image
    stated = first.get("url") if isinstance(first, dict) else first
    for claim in (markup.first_meta("og:image", "og:image:url", "twitter:image"), stated):
        if isinstance(claim, str) and claim.strip():
            address = _absolute(page.url, claim.strip())
            if address:
                return address
    return None


def _canonical(markup: Markup, page: Page, source: Source) -> str:
    """The article's one address: what the page declares when it can be an article of the source, else its URL."""
    links = [
        link.get("href") or "" for link in markup.tree.iter("link") if "canonical" in (link.get("rel") or "").lower()
    ]
    for claim in (*links[:1], markup.first_meta("og:url")):
        address = _absolute(page.url, claim.strip()) if claim and claim.strip() else None
        if address is None:
            continue
        parts = urlsplit(address)
        if (parts.path.strip("/") or parts.query) and not _is_section_of(parts.path, page.url):
            claimed = own_link(address, source)
            if claimed:
                return claimed
    return canonical_url(page.url, source)


def _is_section_of(path: str, url: str) -> bool:
    """Whether a path is a folder above the page's own and names no number: the address of its section, which some
    templates declare as canonical on every page. (``/123`` above ``/123/slug`` is the article's.)"""
    folder, own = path.rstrip("/") + "/", urlsplit(url).path
    return own.rstrip("/") + "/" != folder and own.startswith(folder) and not any(c.isdigit() for c in path)


def _absolute(base: str, address: str) -> str | None:
    try:
        joined = urljoin(base, address[:2000])
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None
