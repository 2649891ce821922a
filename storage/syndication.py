"""The row of ``syndication/``: who carried whose text, how soon, with which edits, and whether it says so.

A public contract as in ``storage.records``. Words are counted and compared folded (``storage.fold``).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SyndicationRow:
    """One copy beside the article it copies, as they stood when the copy's text was archived: a row of
    ``syndication/``. A copy whose original was taken down by then has none."""

    cluster_id: str
    """The cluster of both."""
    article_id: str
    """The copy."""
    source_id: str
    """Its publisher."""
    published_at: datetime | None
    """When it was published, as in ``ArticleRow``."""
    revision: int
    """The revision of the copy that was compared: its newest."""
    copy_of: str
    """The original: the cluster's canonical article."""
    original_source_id: str
    """The original's publisher."""
    original_published_at: datetime | None
    """When the original was published."""
    original_revision: int
    """The revision of the original it was compared with."""
    delay_s: int | None
    """Seconds from the original to the copy, negative when the copy was published first; null when either time is
    unknown or only a day."""
    copy_kind: str
    """As in ``ArticleRow``."""
    copy_similarity: float
    """As in ``ArticleRow``."""
    credited: bool
    """The copy names the original's publisher, or an agency that the original credits too."""
    credits: tuple[str, ...]
    """Agencies the copy names as its origin, as printed."""
    title_changed: bool | None
    """Its headline has other words, spelling style aside; null when either has none."""
    words_added: int
    """Words of the copy's text that the original's has not in that place, spelling style aside."""
    words_removed: int
    """Words of the original's text that the copy has not in that place."""
    run: str
    """The night that compared them."""
