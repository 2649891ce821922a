"""What one night measured of one source: the history that tells a good night from a broken one.

Kept as one small object, ``state/health/``, with the newest nights of every source; each run writes it anew.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """One source in one run: a row of ``state/health/``. Counts are links unless another unit is named."""

    run: str
    """The logical night, ``YYYY-MM-DD``."""
    source_id: str
    """The publisher."""
    state: str
    """``ok``, ``failed`` or ``held_back``, as in the manifest."""
    failure: str | None
    """Failure class, or what an ok source was warned of; null otherwise."""
    links: int
    """Links found."""
    fresh_links: int
    """Links no earlier night knew; 0 for a source that was not published."""
    pages: int
    """Pages received in full tonight."""
    recognised_pages: int
    """Of these, articles and other pages of a known kind."""
    refused_links: int
    """Links the publisher refused: blocked, or a bot challenge instead of the page."""
    foreign_pages: int
    """Articles in another language than the archive's."""
    new_count: int
    """Articles seen for the first time, copies included."""
    copy_count: int
    """Of these, copies of another publisher's article."""
    revised_count: int
    """Known articles with a new revision."""
    dated_count: int
    """Of the new ones, articles whose date could be read."""
    titled_count: int
    """Of the new ones, articles with a title."""
    authored_count: int
    """Of the new ones, articles with an author or an agency named."""
    median_words: int | None
    """Median length of the new ones in words; null when there is none."""
    latency_s: int | None
    """Median seconds from publication to the archive, of new ones printed with a time of day; null when there is
    none."""
    expected_new: float | None
    """What ``new_count`` was expected to be from the nights before; null while there are too few."""
