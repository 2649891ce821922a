"""What gathering a source cost in one run, as its manifest keeps it: the next run plans and judges by it."""

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FeedEntry(_Model):
    """What the next run must know of an address that lists links."""

    url: str
    """The address."""
    etag: str | None
    """Its ``ETag``; None when there is none to ask with."""
    last_modified: str | None
    """Its ``Last-Modified``, as sent; None when there is none to ask with."""
    digest: str
    """SHA-256 of its last body, 64 hex characters."""
    changed_at: AwareDatetime
    """When its body was last found changed, UTC."""
    next_at: AwareDatetime
    """It is not asked before, UTC."""


class SourceLedger(_Model):
    """What one source cost, and what it was spared. Counted from what was received: the same for the same night."""

    requests: int
    """Responses received, robots.txt, redirects and retries included."""
    bytes: int
    """Bytes of their bodies, content encoding removed."""
    not_modified: int
    """Responses that were 304."""
    delay_s: float
    """Seconds of delay between requests to one host that were kept."""
    listed: int
    """Links its feeds list, each once."""
    fresh: int
    """Of these, links no earlier run knew."""
    not_due: int
    """Of the listed, known ones whose next look has not come: not asked for, and without an outcome in this run."""
    dropped: int
    """Of the listed, links beyond what one run plans: not asked for."""
    in_sitemaps: int
    """Links its sitemaps list."""
    missing: int
    """Of these, links no earlier run knew."""
    recovered: int
    """Of these, links fetched in this run."""
    feeds: tuple[FeedEntry, ...]
    """What the next run must know of its feeds, sorted by URL."""
