"""What the crawl of one source hands on: one record a link, one for the source; JSON both ways."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The body of a link's last full response, as a ``revisit`` record refers to it."""

    digest: str
    """Its ``WARC-Payload-Digest``."""
    url: str
    """Address of its record."""
    at: datetime
    """Time of its record, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLink:
    """What the crawl must know of a link from earlier nights (from ``state/links/``)."""

    url: str
    """The form to fetch."""
    canonical_url: str
    """Its canonical form."""
    etag: str | None
    """Sent as ``If-None-Match``."""
    last_modified: str | None
    """Sent as ``If-Modified-Since``."""
    revisit: bool
    """Ask for it tonight even if no feed lists it (a recent article: edits and removals must be seen; a recent
    link without a final answer: it must not be lost when the feed drops it)."""
    pending: bool
    """Its last night had no final answer for it (deferred, or a fault that may pass): it ranks with new links."""
    due: bool = True
    """Its next look has come (``crawlers.schedule``): asked for when a feed lists it, else only counted."""
    payload: Payload | None = None
    """What it answered last in full: the same again is kept as a revisit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What the next night must know of an address that lists links."""

    url: str
    """The address."""
    etag: str | None
    """Sent as ``If-None-Match``; None for an index, whose sitemaps may change while it does not."""
    last_modified: str | None
    """Sent as ``If-Modified-Since``; None as for ``etag``."""
    digest: str
    """SHA-256 of its last body, 64 hex characters."""
    changed_at: datetime
    """When its body was last found changed, UTC."""
    next_at: datetime
    """It is not asked before, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one source cost in one night, and what it was spared."""

    requests: int = 0
    """Responses received, robots.txt, redirects and retries included."""
    bytes: int = 0
    """Bytes of their bodies, content encoding removed."""
    not_modified: int = 0
    """Responses that were 304."""
    delay_s: float = 0.0
    """Seconds of delay between requests to one host, as declared or as robots.txt asks, that were kept."""
    listed: int = 0
    """Links its feeds list, each once."""
    fresh: int = 0
    """Of these, links no earlier night knew."""
    not_due: int = 0
    """Of the listed, known ones whose next look has not come: not asked for, and without an outcome tonight."""
    dropped: int = 0
    """Of the listed, links beyond what one night plans: not asked for, found again the next night."""
    in_sitemaps: int = 0
    """Links its sitemaps list."""
    missing: int = 0
    """Of these, links no earlier night knew."""
    recovered: int = 0
    """Of these, links that were fetched tonight."""
    feeds: tuple[FeedState, ...] = ()
    """What the next night must know of its feeds, sorted by URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredLink:
    """One link and how fetching it ended."""

    url: str
    """As the feed listed it, absolute."""
    canonical_url: str
    """``crawlers.urls.canonical_url`` of ``url``."""
    feed_url: str | None
    """The first feed that listed it; None for a revisit no feed lists."""
    hint_title: str | None
    """Title in the feed."""
    hint_published: str | None
    """Date in the feed, raw."""
    outcome: str
    """``fetched`` (a 200 page was captured and can be read), or the word of ``storage.outcomes`` it ended in."""
    reason: str
    """Why, in words."""
    http_status: int | None
    """Status of the last response."""
    final_url: str | None
    """Where redirects ended."""
    capture_file: str | None
    """Object key of the WARC file that holds the last response."""
    capture_offset: int | None
    """Byte offset in it."""
    etag: str | None
    """Of the response; only when it is ``fetched``."""
    last_modified: str | None
    """Of the response, as sent; only when it is ``fetched``."""
    payload_digest: str | None
    """Of its body, as its record has it; only when it is ``fetched``."""
    rights: tuple[str, ...]
    """Reservations seen, sorted."""
    fetched_at: datetime
    """When, UTC."""
    from_feed: bool = False
    """Its page refused us (``outcome`` says how), and the capture is the text its feed gave for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The crawl of one source in one run."""

    run: str
    """Logical night."""
    source_id: str
    """The source."""
    failure: str | None
    """Failure class of the source as a whole (``crawlers.failures``); None when it was gathered."""
    failure_detail: str
    """The evidence and the next step, in words."""
    feeds_read: int
    """Feeds that answered and could be read."""
    requests: int
    """Requests made, robots.txt and feeds included."""
    bytes: int
    """Bytes of bodies received."""
    links: tuple[GatheredLink, ...]
    """Sorted by canonical URL."""
    capture_files: tuple[str, ...]
    """Object keys of its WARC files, in order."""
    ledger: Ledger = Ledger()
    """What it cost."""

    @classmethod
    def failed(cls, run: str, source_id: str, failure: str, detail: str) -> Self:
        """A source of which nothing could be gathered."""
        return cls(
            run=run,
            source_id=source_id,
            failure=failure,
            failure_detail=detail,
            feeds_read=0,
            requests=0,
            bytes=0,
            links=(),
            capture_files=(),
        )

    def to_json(self) -> str:
        """One line of JSON; the same record gives the same characters."""
        return "".join(self.json_parts())

    def json_parts(self) -> Iterator[str]:
        """``to_json`` in parts, one a link: a hundred thousand of them need not be in memory at once."""
        before, _, after = _json(asdict(replace(self, links=()))).partition('"links": []')
        yield f'{before}"links": ['
        for number, link in enumerate(self.links):
            yield (", " if number else "") + _json(asdict(link))
        yield f"]{after}"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The record of a line written by ``to_json``."""
        data: dict[str, Any] = json.loads(text)
        links = tuple(
            GatheredLink(
                **{**item, "rights": tuple(item["rights"]), "fetched_at": datetime.fromisoformat(item["fetched_at"])}
            )
            for item in data.pop("links")
        )
        ledger = data["ledger"]
        ledger["feeds"] = tuple(feed_state(item) for item in ledger["feeds"])
        files = tuple(data["capture_files"])
        return cls(**{**data, "links": links, "capture_files": files, "ledger": Ledger(**ledger)})


def feed_state(item: Mapping[str, Any]) -> FeedState:
    """The record of its JSON form; raises ``TypeError``, ``ValueError`` or ``KeyError`` for anything else."""
    times = {name: datetime.fromisoformat(item[name]) for name in ("changed_at", "next_at")}
    return FeedState(**{**item, **times})


def _json(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")
