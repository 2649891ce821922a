"""What an archive of the newsroom must hold: for each night one row a link, and the failure of each broken source.

Computed from the declarations that render the pages, never by reading a page.

The rules: every link a feed lists is asked for, conditionally when its last full answer carried ``ETag`` or
``Last-Modified``; an archived article no feed lists any more is asked for on the next ``REVISIT_NIGHTS`` nights,
until it is found removed; other links that are not listed any more are forgotten.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from crawlers.newsroom import nights
from crawlers.newsroom.feeds import listed, listed_url
from crawlers.newsroom.pages import page_title, paragraphs
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.publishers import PUBLISHERS
from crawlers.newsroom.responses import respond_item
from crawlers.newsroom.schedule import BROKEN_BODY, NOARCHIVE, TDM_RESERVED
from crawlers.newsroom.texts import BACKGROUND

REVISIT_NIGHTS = 3
"""For so many nights after its first an article is asked for though no feed lists it."""
OFF_TOPIC = frozenset({"sport", "culture"})
"""Topics that are not public affairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedArticle:
    """An article as it must be archived; the fields mean what they mean in ``storage.records.ArticleRow``."""

    id: str
    """Id of its text in the newsroom."""
    source_id: str
    canonical_url: str
    title: str
    text: str
    """As the page showed it when this revision was archived: paragraphs joined by one newline, white space inside
    them collapsed, a lost byte as U+FFFD."""
    authors: tuple[str, ...]
    published_at: datetime | None
    """As exactly as the page tells it, UTC: a day without a time is midnight in the publisher's zone."""
    published_date: date | None
    """The day it is filed under: the UTC day of ``published_at``, or the printed day when only a day is printed;
    None: the archive uses the day first seen."""
    published_precision: str | None
    credits: tuple[str, ...]
    revision: int
    event: str
    """Articles about one event share it: they must share a story."""
    copy_of: str | None
    """Id of the agency text it is a copy of."""
    copy_kind: str | None
    flags: tuple[str, ...]
    """Quality flags it must have, sorted; others may be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLink:
    """The one end of one link on one night."""

    night: int
    source_id: str
    url: str
    """As the first feed that lists it writes it."""
    canonical_url: str
    """Of the link (not of the article a redirect leads to)."""
    listed: bool
    """False: a revisit of an article no feed lists."""
    outcome: str
    """A word of ``storage.outcomes.OUTCOMES``."""
    http_status: int | None
    """Of the last response; None when none was asked for."""
    article: ExpectedArticle | None
    """As archived at the end of the night, when the link leads to an archived article."""


def expected_failures(night: int) -> dict[str, str]:
    """Failure class by source id: the sources of which nothing can be gathered, the same on every night."""
    nights.day(night)
    classes = {"error": "feed_error", "challenge": "challenge_cloudflare"}
    failures = {p.id: classes[p.broken] for p in PUBLISHERS.values() if p.broken}
    return failures | {p.id: "empty_feed" for p in PUBLISHERS.values() if not p.broken and not listed(p, night)}


@cache
def expected_links(night: int) -> tuple[ExpectedLink, ...]:
    """Every link the archive must account for on a night, given the nights before, by source and canonical URL."""
    nights.day(night)
    rows = [_row(item, night) for item in items() if _asked(item, night)]
    return tuple(sorted(rows, key=lambda row: (row.source_id, row.canonical_url)))


@cache
def expected_articles(night: int) -> tuple[ExpectedArticle, ...]:
    """Every article archived by the end of a night, copies included, in its newest revision, by source and URL."""
    found = {
        row.article.canonical_url: row.article
        for earlier in range(1, night + 1)
        for row in expected_links(earlier)
        if row.article
    }
    return tuple(sorted(found.values(), key=lambda article: (article.source_id, article.canonical_url)))


def _asked(item: Item, night: int) -> bool:
    if item.listed and item.shown(night):
        return True
    if not (item.listed and item.removed(night) and _archived(item)):
        return False
    # Removed: asked for once, because the answer ends the revisits.
    return item.gone_night == night and night - item.night <= REVISIT_NIGHTS


def _archived(item: Item) -> bool:
    return _refusal(item) is None


def _refusal(item: Item) -> str | None:
    """The outcome that keeps an item from being archived on every night; None for articles of this archive."""
    if item.path.startswith("/private/"):
        return "robots"
    if item.id in TDM_RESERVED | NOARCHIVE:
        return "reserved"
    if item.text is None:
        return item.kind
    if item.text.topic == "foreign":
        return "not_arabic"
    return "off_topic" if item.text.topic in OFF_TOPIC else None


def _row(item: Item, night: int) -> ExpectedLink:
    target = _target(item)
    outcome = _outcome(item, target, night)
    archived = target is not None and _archived(target)
    return ExpectedLink(
        night=night,
        source_id=item.publisher.id,
        url=listed_url(item),
        canonical_url=item.url,
        listed=item.shown(night),
        outcome=outcome,
        http_status=_status(item, target, outcome, night),
        article=_article(target, night) if target and archived else None,
    )


def _target(item: Item) -> Item | None:
    """The article a link leads to: itself, or what its redirect names; None for a loop and for other pages."""
    if item.kind == "redirect":
        return next(i for i in items() if i.publisher is item.publisher and i.path == item.target)
    return item if item.text else None


def _outcome(item: Item, target: Item | None, night: int) -> str:
    if item.kind == "redirect_loop":
        return "redirect_loop"
    if item.kind == "redirect" and target and target.listed and target.shown(night):
        return "duplicate_link"
    page = target or item
    if page.removed(night):
        return "unpublished"
    if _unchanged(page, night):
        return "unchanged"
    refusal = _refusal(page)
    if refusal:
        return refusal
    if night == item.night:
        return "copy" if page.original else "new"
    before = page.text.at(night - 1).number if page.text else 0
    return "revised" if page.text and page.text.at(night).number > before else "revisit"


def _unchanged(page: Item, night: int) -> bool:
    """Whether the page is the same as on the night before, when we had it in full."""
    if night == page.night or _refusal(page) in ("robots", "reserved"):
        return False
    before, now = respond_item(page, night - 1), respond_item(page, night)
    return before.status == now.status == 200 and before.body == now.body


def _status(item: Item, target: Item | None, outcome: str, night: int) -> int | None:
    if outcome == "robots":
        return None
    answer = respond_item(target or item, night)
    can_tell = {name for name, _ in answer.headers} & {"ETag", "Last-Modified"}
    return 304 if outcome == "unchanged" and can_tell else answer.status


def _article(item: Item, night: int) -> ExpectedArticle:
    """The article as archived by the end of a night: trivial edits and removals do not change it."""
    assert item.text is not None, f"{item.id} is not an article"
    last = night if item.gone_night is None else min(night, item.gone_night - 1)
    revision = item.text.at(last)
    archived_on = max(item.night, revision.night)
    published_at = _published(item)
    return ExpectedArticle(
        id=item.id,
        source_id=item.publisher.id,
        canonical_url=item.url,
        title=page_title(item, archived_on),
        text="\n".join(" ".join(words.split()) for words in paragraphs(item, archived_on)),
        authors=(item.text.author,) if item.text.author else (),
        published_at=published_at,
        published_date=_filed_under(item, published_at),
        published_precision=item.precision,
        credits=item.credit_names,
        revision=revision.number,
        event=item.text.event,
        copy_of=item.original or None,
        copy_kind=item.copy_kind or None,
        flags=_flags(item),
    )


def _published(item: Item) -> datetime | None:
    match item.precision:
        case None:
            return None
        case "second":
            local = item.published
        case "minute":
            local = item.published.replace(second=0)
        case _:
            local = datetime.combine(item.published.date(), time(0), item.publisher.zone)
    return local.astimezone(UTC)


def _filed_under(item: Item, published_at: datetime | None) -> date | None:
    """The UTC day of an instant; the printed day when only a day is printed."""
    if published_at is None:
        return None
    return item.published.date() if item.precision in ("day", "day±1") else published_at.date()


def _flags(item: Item) -> tuple[str, ...]:
    flags = []
    if item.publisher.id == "nabaa":
        flags += ["machine_translated", "repetition"]
    if item.id in BROKEN_BODY:
        flags.append("broken_bytes")
    if item.precision is None:
        flags.append("no_date")
    if item.id in BACKGROUND:
        flags.append("shares_background")
    return tuple(sorted(flags))
