"""The rows Warraq stores, field by field: the public contract of the archive.

Every record is frozen and keyword-only; ``storage.schema`` derives the Arrow schema from the annotations
here, so the file on S3 and this page cannot disagree. Times are aware and in UTC. ``None`` means "could not
be read", never a guess.
"""

from dataclasses import dataclass
from datetime import date, datetime

SCHEMA_VERSION = 3
"""Raised when a column is added; columns are only ever added, nullable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article as archived: a row of ``articles/``, ``copies/`` and ``revisions/``."""

    article_id: str
    """24 hex characters, from ``canonical_url``; the same for all revisions of an article."""
    source_id: str
    """The publisher's id in the registry (``warraq sources``)."""
    url: str
    """The link as the publisher listed it."""
    canonical_url: str
    """The one address that names the article, without tracking and twins; ``url`` is the one to open."""
    title: str | None
    """Headline as printed, without the site's name."""
    text: str
    """Body as written; paragraphs are separated by one newline. Never folded or normalised."""
    authors: tuple[str, ...]
    """Named persons; agencies are in ``credits``. Empty when none is named."""
    section: str | None
    """The publisher's own section name."""
    tags: tuple[str, ...]
    """The publisher's own keywords, as printed."""
    image_url: str | None
    """The lead image's address; the image itself is not archived."""
    published_at: datetime | None
    """Publication instant in UTC; null when it could not be read (see ``published_rule``)."""
    published_raw: str | None
    """The characters ``published_at`` was read from."""
    published_rule: str | None
    """The rule that read it (``jsonld``, ``meta``, ``time``, ``url``, ``dateline``, ``hijri``, ``feed``), or
    ``refused:<reason>`` when a date was found and not believed."""
    published_precision: str | None
    """``second``, ``minute``, ``day`` (time unknown: midnight in the source's zone) or ``day±1`` (Hijri alone)."""
    modified_at: datetime | None
    """The publisher's own "modified" instant in UTC, when stated."""
    first_seen_at: datetime
    """When Warraq first captured the article, UTC."""
    last_seen_at: datetime
    """When Warraq captured the revision in this row, UTC; a later revisit of the same text does not change it."""
    unpublished_at: datetime | None
    """When a revisit found the article removed (404 or 410), UTC; null while it is up."""
    language: str
    """ISO 639-1 code of the text; ``ar`` in the archive."""
    revision: int
    """From 1; raised by one for each distinct text of the article."""
    revision_digest: str
    """32 hex characters over folded title and text: two revisions differ exactly when this differs."""
    text_digest: str
    """32 hex characters over the folded text: equal for texts that differ only in spelling style."""
    word_count: int
    """Words of ``text``, separated by white space."""
    credits: tuple[str, ...]
    """Agencies named as the origin (``رويترز``, ``الأناضول`` …), as printed."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of the countries named in title and text, sorted."""
    geopolitical_score: float
    """0 to 1: how much the words and the section speak of geopolitics (``crawlers.reading.topic``)."""
    story_id: str | None
    """The event the article is about; see ``stories/``."""
    cluster_id: str
    """The article and its copies share it: the ``article_id`` of the first one archived."""
    copy_of: str | None
    """``article_id`` of the canonical article this is a copy of; null in ``articles/``."""
    copy_kind: str | None
    """``exact`` (same folded text) or ``near``; null for an article that is not a copy."""
    copy_similarity: float | None
    """Jaccard similarity of folded word 5-grams with the canonical article, 0 to 1; null if not a copy."""
    copy_count: int
    """How many copies of this article are archived; 0 for copies."""
    quality_flags: tuple[str, ...]
    """Sorted tags such as ``machine_translated``, ``repetition``, ``shares_background``, ``no_date``,
    ``mojibake_repaired``, ``broken_bytes``, ``published_before_original``, ``from_feed`` (the text is its feed's,
    since its page refused us)."""
    rights: tuple[str, ...]
    """Reservations and opt-outs seen with the capture (``tdm-reservation: 0``, ``noarchive`` …), as found."""
    extractor: str
    """Reader name and version that produced the row, such as ``warraq-reader/1``; with ``+rules.<digest>`` where the
    source has prune rules or learned blocks; after ``from_feed+`` where it read the text of a feed. Two readings of
    one capture under one name are equal."""
    capture_file: str
    """Object key of the WARC file that holds the response."""
    capture_offset: int
    """Byte offset of the record in that file."""
    run: str
    """The logical night, ``YYYY-MM-DD``, that archived this revision. In ``revisions/`` the path tells it."""
    schema_version: int
    """``SCHEMA_VERSION`` when the row was written."""
    encoding: str | None
    """Encoding the page was read in (``utf-8`` …), whatever it declares; null in rows written before schema 2."""
    encoding_reason: str | None
    """Why that encoding: ``bom``, ``utf-8`` (the bytes are), ``utf-16`` (the bytes are), ``label`` (declared, and the
    result reads as Arabic), ``evidence`` (undeclared or wrongly declared); null in rows written before schema 2."""
    parent_id: str | None
    """The story that opened the chain its story goes on, as in ``StoryRow``; null in rows written before schema 3."""
    date: date | None
    """Its partition day, frozen at first sight: told by the path; in ``revisions/`` a column, null before schema 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """The one end of one link in one run: a row of ``outcomes/``."""

    run: str
    """The logical night; told by the path, so a column for readers that know such folders."""
    source_id: str
    """The publisher."""
    url: str
    """The link as found."""
    canonical_url: str
    """Its canonical form."""
    feed_url: str | None
    """The feed that listed it; null for a revisit of a known article no feed lists any more."""
    outcome: str
    """One word of ``storage.outcomes.OUTCOMES``."""
    reason: str
    """Why, in words; empty when the outcome says all."""
    http_status: int | None
    """Status of the last response; null when there was none."""
    article_id: str | None
    """The article, when the link led to one (now or on an earlier night)."""
    revision: int | None
    """The revision archived or confirmed."""
    capture_file: str | None
    """Object key of the WARC file, when a response was kept."""
    capture_offset: int | None
    """Byte offset in it."""
    seen_at: datetime
    """When the link was tried, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """One event as covered by one or more publishers: a row of ``stories/``."""

    story_id: str
    """16 hex characters; never changes."""
    title: str | None
    """Title of the article that speaks most for the story."""
    first_date: date
    """UTC day of the article that opened it: its partition day, frozen even if an earlier article joins."""
    last_date: date
    """UTC day of its latest article."""
    article_ids: tuple[str, ...]
    """Its articles, copies included, sorted."""
    article_count: int
    """How many articles, copies not counted."""
    copy_count: int
    """How many copies."""
    source_ids: tuple[str, ...]
    """The publishers that carried it, sorted."""
    countries: tuple[str, ...]
    """Countries named by at least half of its articles, sorted ISO codes."""
    run: str
    """The night that last changed it."""
    parent_id: str | None
    """The first story of the chain it goes on: ``coalesce(parent_id, story_id)`` is a conflict. Null if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """What the next night must know about a link: a row of ``state/links/``, under the UTC day it was first found."""

    source_id: str
    """The publisher."""
    canonical_url: str
    """The link."""
    url: str
    """As last found, the form that is fetched."""
    article_id: str | None
    """The article it led to; null when it led to none."""
    outcome: str
    """Its last outcome."""
    etag: str | None
    """``ETag`` of the last full response."""
    last_modified: str | None
    """``Last-Modified`` of the last full response, as sent."""
    first_seen_at: datetime
    """When it was first found, UTC."""
    checked_at: datetime
    """When it was last asked for, UTC."""
    payload_digest: str | None = None
    """``WARC-Payload-Digest`` of the last full response; null without one and in rows written before 2026-11-28."""
    payload_url: str | None = None
    """Address of its record; null as for ``payload_digest``."""
    payload_at: datetime | None = None
    """Time of its record, UTC; null as for ``payload_digest``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """What linking must know of an archived article: a row of ``index/articles/``, derived from its ``ArticleRow``.

    ``bytes`` are packed numbers: little-endian unsigned 32-bit integers, one after the other.
    """

    article_id: str
    """The article."""
    source_id: str
    """Its publisher."""
    canonical_url: str
    """Its address."""
    date: date
    """Its frozen partition day."""
    revision: int
    """Its newest revision."""
    revision_digest: str
    """Digest of its newest folded title and text."""
    text_digest: str
    """Digest of its newest folded text."""
    cluster_id: str
    """Its cluster."""
    copy_of: str | None
    """The canonical article, if it is a copy."""
    copy_kind: str | None
    """As in ``ArticleRow``."""
    copy_similarity: float | None
    """As in ``ArticleRow``."""
    copy_count: int
    """Copies archived so far (of a canonical article)."""
    story_id: str | None
    """Its story."""
    parent_id: str | None
    """That story's parent, as in ``StoryRow``."""
    published_at: datetime | None
    """As in ``ArticleRow``."""
    first_seen_at: datetime
    """As in ``ArticleRow``."""
    unpublished_at: datetime | None
    """As in ``ArticleRow``."""
    title: str | None
    """As in ``ArticleRow``; titles a story without reading the partition."""
    countries: tuple[str, ...]
    """As in ``ArticleRow``."""
    lead_tokens: bytes
    """Hashed folded tokens over two letters of the first 60 words: tells a revision from a shared background."""
    shingles: bytes
    """Upper halves of the xxh64 of the folded word 5-grams, sorted."""
    term_ids: bytes
    """Hashed stems of title and lead for story similarity, sorted."""
    term_counts: bytes
    """Weight of each term before IDF, aligned with ``term_ids``."""
    run: str
    """The night that archived its newest revision."""
    extractor: str
    """Reader that read its newest revision, as in ``ArticleRow``."""
    capture_file: str
    """Object key of the WARC file its newest revision was read from."""
    capture_offset: int
    """Byte offset in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """The newest version of one object that runs replace: a row of ``state/inventory/``, which the manifest names."""

    slot: str
    """What the object stands for, its version left out: ``articles/date=2026-11-18``, ``index/articles/date=…``."""
    key: str
    """Its object key."""
    rows: int
    """Rows in it."""
    bytes: int
    """Its size."""
    sha256: str
    """Digest of its bytes, 64 hex characters."""
    run: str
    """The run that wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """A paragraph that repeats, or may repeat, on a publisher's pages: a row of ``state/blocks/``.

    Counted are articles seen for the first time; copies and revisions of known articles do not count.
    """

    source_id: str
    """The publisher."""
    digest: str
    """``storage.ids.text_digest`` of the folded paragraph."""
    article_count: int
    """How many articles it was seen in."""
    edge_count: int
    """In how many of them it began or ended the text, other paragraphs that repeat aside."""
    night_count: int
    """In how many runs it was seen."""
    article_ids: tuple[str, ...]
    """A few of the articles, sorted, no two about the same matter: what makes it furniture, not background."""
    first_run: str
    """The run that first saw it."""
    last_run: str
    """The newest run that saw it."""
    learned_run: str | None
    """The run from whose evidence on it is left out of texts; null while it is only watched."""
