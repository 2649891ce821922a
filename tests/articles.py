"""One way to make an article as read, for tests and benchmarks of every folder; every field can be given."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from crawlers.reading.records import Article


def article(url: str, text: str, at: datetime | None, **fields: Any) -> Article:
    """An article at an address, published at an instant told to the minute, with nothing else known of it."""
    made = Article(
        canonical_url=url,
        title="عنوان",
        text=text,
        authors=(),
        section=None,
        tags=(),
        image_url=None,
        published_at=at,
        published_date=at.date() if at else None,
        published_raw=None,
        published_rule="meta",
        published_precision="minute" if at else None,
        modified_at=None,
        language="ar",
        word_count=len(text.split()),
        credits=(),
        countries=(),
        geopolitical_score=1.0,
        quality_flags=(),
        encoding="utf-8",
        encoding_reason="utf-8",
    )
    return replace(made, **fields)
