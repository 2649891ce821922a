"""Who publishes what, when: every page of the newsroom as one ``Item``.

The plan is complete or it raises: a text it names that is missing is a ``WarraqError`` naming the file.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from urllib.parse import quote

from crawlers.newsroom import datelines, nights
from crawlers.newsroom.copies import agency_copies
from crawlers.newsroom.publishers import PUBLISHERS, Publisher
from crawlers.newsroom.schedule import ARTICLES, DATED, DATELINES, GONE, PATHS, REDIRECTS, TRIVIAL, UNLISTED
from crawlers.newsroom.texts import Text, load_text, read_toml

PRECISION: dict[datelines.DateLine, str] = {
    datelines.month_first_indic: "day",
    datelines.levantine_day: "day",
    datelines.dual_day: "day",
    datelines.hijri_day: "day±1",
}
"""What a date line tells when nothing else does; the others print the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One address of one publisher, from the night it appears."""

    id: str
    publisher: Publisher
    kind: str
    """``article``, ``redirect``, ``redirect_loop``, or the outcome of a page that is no article (``video`` …)."""
    night: int
    number: int
    path: str
    """Path and query, percent-encoded: with the host, the canonical address."""
    published: datetime
    """Aware, in the publisher's zone."""
    section: str
    title: str
    """Of a page that is not an article."""
    lines: tuple[str, ...] = ()
    """What such a page says."""
    text: Text | None = None
    """Of an article."""
    dateline: datelines.DateLine = datelines.nothing
    target: str = ""
    """Path a redirect leads to."""
    original: str = ""
    """Id of the agency text this is a copy of."""
    copy_kind: str = ""
    credit: str = ""
    credit_names: tuple[str, ...] = ()
    gone_night: int | None = None
    """From which night it is removed."""
    gone_status: int = 0
    """What its address answers then; 200: a page that says the article does not exist."""
    trivial_night: int | None = None
    """From which night its text shows edits that change nothing."""
    listed: bool = True
    """Named by the feeds."""

    @property
    def url(self) -> str:
        """Its canonical address."""
        return self.publisher.base + self.path

    @property
    def precision(self) -> str | None:
        """How exactly its page tells the publication time; None: not at all."""
        if self.publisher.machine_readable:
            return "second"
        if self.dateline is datelines.nothing:
            return None
        return PRECISION.get(self.dateline, "minute")

    def shown(self, night: int) -> bool:
        """Whether it is up on a night."""
        return self.night <= night and not self.removed(night)

    def removed(self, night: int) -> bool:
        """Whether it was up once and is not on this night."""
        return self.gone_night is not None and self.gone_night <= night


@cache
def items() -> tuple[Item, ...]:
    """Every address of the newsroom's well-behaved publishers, by publisher, night and declaration."""
    found: list[Item] = []
    drafts = [*_articles(), *_copies(), *_others()]
    for publisher in PUBLISHERS.values():
        own = sorted((draft for draft in drafts if draft[1] == publisher.id), key=lambda draft: draft[3])
        found += [_item(publisher, publisher.first_number + n, *draft) for n, draft in enumerate(own)]
        found += _lists(publisher)
    by_id = {item.id: item for item in found}
    return tuple(found + [_redirect(by_id, *row) for row in REDIRECTS])


Draft = tuple[str, str, str, int, str, str, str, tuple[str, ...], Text | None]
"""id, source, kind, night, time, section, title, lines, text."""


def _articles() -> list[Draft]:
    return [
        (text_id, _source_of(text_id), "article", night, clock, text.section, text.at(0).title, (), text)
        for night, clock, text_id in ARTICLES
        for text in [load_text(text_id)]
    ]


def _copies() -> list[Draft]:
    return [
        (c.text.id, c.source_id, "article", c.night, c.time, c.text.section, c.text.at(0).title, (), c.text)
        for c in agency_copies().values()
    ]


def _others() -> list[Draft]:
    return [
        (p["id"], p["source"], p["kind"], p["night"], p["time"], p["section"], p["title"], tuple(p["lines"]), None)
        for p in read_toml("extras.toml")["page"]
    ]


def _source_of(item_id: str) -> str:
    return next(part for part in reversed(item_id.split("-")) if part in PUBLISHERS)


def _item(
    publisher: Publisher,
    number: int,
    item_id: str,
    _source: str,
    kind: str,
    night: int,
    clock: str,
    section: str,
    title: str,
    lines: tuple[str, ...],
    text: Text | None,
) -> Item:
    day = DATED.get(item_id, nights.day(night))
    second = number * 7 % 60  # printed by those who print seconds
    published = datetime.combine(day, time.fromisoformat(f"{clock}:{second:02}"), publisher.zone)
    slug = re.sub(rf"-{publisher.id}\b", "", item_id)
    pattern = PATHS.get((publisher.id, kind), PATHS.get(item_id, publisher.path))
    path = pattern.format(number=number, slug=slug, arabic=arabic_slug(title), day=published)
    copy = agency_copies().get(item_id)
    gone_night, gone_status = GONE.get(item_id, (None, 0))
    return Item(
        id=item_id,
        publisher=publisher,
        kind=kind,
        night=night,
        number=number,
        path=path,
        published=published,
        section=section,
        title=title,
        lines=lines,
        text=text,
        dateline=DATELINES.get(item_id, publisher.dateline),
        original=copy.original if copy else "",
        copy_kind=copy.kind if copy else "",
        credit=copy.credit if copy else "",
        credit_names=copy.names if copy else (),
        gone_night=gone_night,
        gone_status=gone_status,
        trivial_night=TRIVIAL.get(item_id),
        listed=item_id not in UNLISTED,
    )


def _lists(publisher: Publisher) -> list[Item]:
    """The section and tag pages a publisher's sitemap lists, from the first night."""
    named = [("section", name) for name in publisher.sections] + [("tag", name) for name in publisher.tags]
    opened = datetime.combine(nights.day(1), time(6), publisher.zone)
    return [
        Item(
            id=f"{kind}-{n}-{publisher.id}",
            publisher=publisher,
            kind="section",
            night=1,
            number=n,
            path=f"/{kind}/{n}",
            published=opened,
            section=name,
            title=name,
        )
        for n, (kind, name) in enumerate(named, 1)
    ]


def _redirect(by_id: dict[str, Item], item_id: str, night: int, path: str, target: str) -> Item:
    kind = "redirect" if target in by_id else "redirect_loop"
    aim = by_id.get(target)
    publisher = PUBLISHERS[_source_of(item_id)]
    return Item(
        id=item_id,
        publisher=publisher,
        kind=kind,
        night=night,
        number=0,
        path=path,
        published=aim.published if aim else datetime.combine(nights.day(night), time(7), publisher.zone),
        section="",
        title=aim.title if aim else "خبر عاجل",
        target=aim.path if aim else target,
        listed=item_id not in UNLISTED,
    )


def arabic_slug(title: str) -> str:
    """The first six words of a title as a percent-encoded path segment, as WordPress makes it."""
    return quote("-".join(re.findall(r"\w+", title)[:6]))
