"""What reading takes and gives."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Self

from storage.captures import StoredResponse, read_record

READER = "warraq-reader/4"
"""Name and version of the reader, stored with every row; raised when a page may be read differently."""

FROM_FEED = "from_feed"
"""Quality flag of an article whose text is its feed's, since its page refused us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured page as it goes to a reader."""

    source_id: str
    """The publisher."""
    url: str
    """Final URL of the response."""
    body: bytes
    """Body with content encoding (gzip, br) removed, character encoding untouched."""
    content_type: str
    """``Content-Type`` header as received; may be empty or wrong."""
    captured_at: datetime
    """When it was captured, UTC: nothing can be published later than this."""
    hint_title: str | None
    """Title in the feed."""
    hint_published: str | None
    """Date in the feed, raw."""
    blocks: frozenset[str] = frozenset()
    """Digests of the paragraphs its publisher repeats, learned on earlier nights: they are left out of the text."""
    from_feed: bool = False
    """It is the text its feed gave for a page that refused us: what is read of it is flagged so."""

    @classmethod
    def of(
        cls,
        response: StoredResponse,
        source_id: str,
        *,
        blocks: frozenset[str],
        hint_title: str | None = None,
        hint_published: str | None = None,
        url: str | None = None,
        captured_at: datetime | None = None,
    ) -> Self:
        """The page of a record; address and time are the record's own unless others are given."""
        return cls(
            source_id=source_id,
            url=url or response.url,
            body=response.body,
            content_type=response.header("Content-Type") or "",
            captured_at=captured_at or response.fetched_at,
            hint_title=hint_title,
            hint_published=hint_published,
            blocks=blocks,
            from_feed=response.from_feed,
        )

    def load(self) -> Self:
        """The page itself."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledPage:
    """A page that still lies in a WARC file of this machine: whoever reads it opens the file, so that no body travels
    from process to process."""

    source_id: str
    """The publisher."""
    url: str
    """Final URL of the response."""
    file: Path
    """The WARC file."""
    offset: int
    """Where its record begins."""
    captured_at: datetime
    """As in ``Page``, like all that follow."""
    hint_title: str | None
    hint_published: str | None
    blocks: frozenset[str] = frozenset()

    def load(self) -> Page:
        """The page with its body; raises ``FixityError`` when the file has no whole record there."""
        return Page.of(
            read_record(self.file, self.offset),
            self.source_id,
            url=self.url,
            captured_at=self.captured_at,
            hint_title=self.hint_title,
            hint_published=self.hint_published,
            blocks=self.blocks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as read; the fields mean what they mean in ``storage.records.ArticleRow``."""

    canonical_url: str
    title: str | None
    text: str
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    image_url: str | None
    published_at: datetime | None
    published_date: date | None
    """The day an article is filed under: the UTC day of ``published_at``, or the printed day when only a day was
    printed (midnight east of Greenwich is the day before in UTC, and nobody looks for it there)."""
    published_raw: str | None
    published_rule: str | None
    published_precision: str | None
    modified_at: datetime | None
    language: str
    word_count: int
    credits: tuple[str, ...]
    countries: tuple[str, ...]
    geopolitical_score: float
    quality_flags: tuple[str, ...]
    encoding: str
    encoding_reason: str
    removed_blocks: tuple[str, ...] = ()
    """Digests of the learned paragraphs left out of ``text``, in order; not archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How reading one page ended: an article, or the outcome and reason why there is none."""

    outcome: str
    """``article``, or a word of ``storage.outcomes`` (``live_blog``, ``not_arabic``, ``off_topic`` …)."""
    reason: str
    """Why, in words; empty for an article."""
    article: Article | None
    """Set exactly when ``outcome`` is ``article``; also set for ``off_topic`` so that the score can be audited."""
