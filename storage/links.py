"""What nights leave of each link for the next: the rows of ``state/links/``."""

from dataclasses import dataclass
from datetime import datetime


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
