"""What the crawl of one source is given, and the links it plans."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawlers.gathered import FeedState, KnownLink
from crawlers.span import Span
from crawlers.spool import Spool


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one crawl is given."""

    clock: datetime | None = None
    """The time written with every capture; None: the real one."""
    known: Mapping[str, KnownLink] = field(default_factory=dict)
    """Links of earlier nights by canonical URL."""
    settled: Container[str] = frozenset()
    """Canonical URLs found so long ago that no look at them is due, besides ``known``."""
    feeds: Mapping[str, FeedState] = field(default_factory=dict)
    """What earlier nights left of its feeds, by address."""
    spool: Spool | None = None
    """Where responses are kept; None: nowhere, and pages are read as they come."""
    refused: frozenset[str] = frozenset()
    """Links that were taken down, as ids of their canonical URLs: they are not asked for."""
    deadline_s: float | None = None
    """Seconds after its start from which the crawl asks for nothing more; None: no limit."""
    span: Span | None = None
    """The days whose links are gathered; None: whatever the feeds list tonight."""

    def now(self) -> datetime:
        """The job's clock, else the time in whole seconds, UTC."""
        return self.clock or datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLink:
    """A link that gets an outcome tonight."""

    url: str
    """As listed, or as known."""
    canonical_url: str
    """Its canonical form."""
    feed_url: str | None
    """The first feed that listed it."""
    title: str | None
    """Title in that feed."""
    published_raw: str | None
    """Date in that feed."""
    known: KnownLink | None
    """What earlier nights know of it."""
    text: str = ""
    """HTML of the whole article in that feed; empty when it has none, or nothing may take its place."""
    text_at: tuple[str, datetime] | None = None
    """Address and time of the record that has ``text``."""
    text_rights: tuple[str, ...] = ()
    """What was reserved with that record."""
