"""How each link ends: which article it stands for, and its one outcome. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.learned import feed_reader_name
from crawlers.reading.records import Article, Reading
from flows.linking.night import Candidate, Decision
from storage import ids
from storage.outcomes import ARCHIVED, KNOWN
from storage.records import LinkState


class LinkKey(NamedTuple):
    """What names a link."""

    source_id: str
    canonical_url: str


GONE = frozenset({"unpublished", "gone"})
PENDING = frozenset({"over_budget", "timeout", "unreachable", "http_error", "blocked", "challenge", "quarantine"})
"""Outcomes that are no final answer: the next night may have one."""
KNOWN_DAYS = 14
"""Days after first sight in which a crawl is told of a link, so that it can look at it again. Of older links it has
only hashes: no look at them is due, and one that is still deferred on the last of them ends as ``given_up``."""
REMOVED = frozenset({"gone", "soft_404", "section"})
"""How a publisher removes an article: 404 or 410, a page that says so with status 200, a redirect to a front page."""


def candidates(
    gathered: Iterable[Gathered], readings: Mapping[LinkKey, Reading], readers: Mapping[str, str]
) -> dict[LinkKey, Candidate]:
    """The articles read tonight, one per article, by the link that stands for it.

    Several links may lead to one article (redirects, twins): the link whose own address is the canonical one
    stands for it, else the first by URL; the others end as ``duplicate_link``. ``readers`` names, by source id, who
    read its pages (``crawlers.reading.learned.reader_name``).
    """
    by_article: dict[str, list[tuple[bool, LinkKey, GatheredLink, Article]]] = defaultdict(list)
    for source in gathered:
        for link in source.links:
            key = LinkKey(source.source_id, link.canonical_url)
            reading = readings.get(key)
            if reading and reading.outcome == "article" and reading.article:
                article = reading.article
                elsewhere = article.canonical_url != link.canonical_url
                by_article[ids.article_id(article.canonical_url)].append((elsewhere, key, link, article))
    chosen = {}
    for article_id, found in sorted(by_article.items()):
        _, key, link, article = min(found, key=lambda item: (item[0], item[1]))
        assert link.capture_file is not None  # a page that was read has a capture
        assert link.capture_offset is not None
        chosen[key] = Candidate(
            article_id=article_id,
            source_id=key.source_id,
            canonical_url=article.canonical_url,
            article=article,
            captured_at=link.fetched_at,
            extractor=feed_reader_name(readers[key.source_id]) if link.from_feed else readers[key.source_id],
            capture_file=link.capture_file,
            capture_offset=link.capture_offset,
        )
    return chosen


@dataclass(frozen=True, slots=True)
class End:
    """The one end of a link; the fields mean what they mean in ``storage.records.OutcomeRow``."""

    outcome: str
    reason: str
    article_id: str | None = None
    revision: int | None = None


def end_of(
    link: GatheredLink,
    reading: Reading | None,
    candidate: Candidate | None,
    decisions: Mapping[str, Decision],
    known: LinkState | None,
    held_back: str | None,
) -> End:
    """The one end of a link. ``held_back`` says why nothing of its source is published tonight, None if it is."""
    known_id = known.article_id if known else None
    if held_back and _counts(link, reading, known_id):
        return End("held_back", held_back, known_id)
    if reading is None:
        outcome, reason = link.outcome, link.reason
    else:
        outcome, reason = reading.outcome, reading.reason
    if outcome == "article" and reading and reading.article:
        article_id = ids.article_id(reading.article.canonical_url)
        decision = decisions[article_id]
        if candidate is None:
            return End("duplicate_link", f"leads to {reading.article.canonical_url}", article_id, decision.revision)
        refused = f"the text of its feed, since the page ended as {link.outcome} ({link.reason})"
        reason = "; ".join(filter(None, [decision.reason, refused if link.from_feed else ""]))
        return End(decision.outcome, reason, article_id, decision.revision)
    if outcome == "over_budget" and known and (link.fetched_at.date() - known.first_seen_at.date()).days >= KNOWN_DAYS:
        return End("given_up", f"deferred since {known.first_seen_at.date()}; {reason}", known_id)
    if outcome in REMOVED and known_id:
        return End("unpublished", reason or f"the page is now: {outcome}", known_id)
    return End(outcome, reason, known_id)


def _counts(link: GatheredLink, reading: Reading | None, known_id: str | None) -> bool:
    """Whether the link would change the archive: an article, a page nobody read, or the removal of an article."""
    outcome = reading.outcome if reading else link.outcome
    return outcome in ("article", "fetched") or (known_id is not None and outcome in REMOVED)


def spare_living(ends: dict[LinkKey, End]) -> dict[LinkKey, End]:
    """The same ends, but an address that is gone does not unpublish an article another address still shows."""
    living = {end.article_id for end in ends.values() if end.article_id and end.outcome in ARCHIVED | KNOWN}
    return {
        key: End("gone", "the article is still there under another address", end.article_id)
        if end.outcome == "unpublished" and end.article_id in living
        else end
        for key, end in ends.items()
    }
