"""Small records for the tests of flows; every field can be given."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.records import Article, Reading
from flows.ends import LinkKey
from storage.records import IndexRow, LinkState
from tests import articles

CLOCK = datetime(2026, 11, 18, 22, tzinfo=UTC)
RUN = "2026-11-18"


def link(path: str, outcome: str = "fetched", **fields: Any) -> GatheredLink:
    url = f"http://minbar.example/{path}"
    made = GatheredLink(
        url=url,
        canonical_url=url,
        feed_url="http://minbar.example/feed",
        hint_title=None,
        hint_published=None,
        outcome=outcome,
        reason="",
        http_status=200 if outcome == "fetched" else None,
        final_url=url,
        capture_file=f"captures/run={RUN}/source=minbar/minbar-00000.warc.gz",
        capture_offset=0,
        etag='"1"',
        last_modified=None,
        payload_digest="sha1:0",
        rights=(),
        fetched_at=CLOCK,
    )
    return replace(made, **fields)


def gathered(*links: GatheredLink, source_id: str = "minbar", **fields: Any) -> Gathered:
    made = Gathered(
        run=RUN,
        source_id=source_id,
        failure=None,
        failure_detail="",
        feeds_read=1,
        requests=1,
        bytes=1,
        links=links,
        capture_files=(),
    )
    return replace(made, **fields)


def article(path: str, text: str = "نص الخبر", **fields: Any) -> Article:
    return articles.article(f"http://minbar.example/{path}", text, CLOCK, **{"word_count": 2, **fields})


def reading(path: str, **fields: Any) -> Reading:
    return Reading(outcome="article", reason="", article=article(path, **fields))


def ended(outcome: str) -> Reading:
    return Reading(outcome=outcome, reason="because", article=None)


def key(path: str) -> LinkKey:
    return LinkKey("minbar", f"http://minbar.example/{path}")


def index_row(article_id: str, **fields: Any) -> IndexRow:
    made = IndexRow(
        article_id=article_id,
        source_id="minbar",
        canonical_url="http://minbar.example/a",
        date=date(2026, 11, 17),
        revision=1,
        revision_digest="d",
        text_digest="d",
        cluster_id=article_id,
        copy_of=None,
        copy_kind=None,
        copy_similarity=None,
        copy_count=0,
        story_id="s",
        parent_id=None,
        published_at=None,
        first_seen_at=CLOCK,
        unpublished_at=None,
        title=None,
        countries=(),
        lead_tokens=b"",
        shingles=b"",
        term_ids=b"",
        term_counts=b"",
        run="2026-11-17",
        extractor="warraq-reader/1",
        capture_file="captures/run=2026-11-17/source=minbar/minbar-00000.warc.gz",
        capture_offset=0,
    )
    return replace(made, **fields)


def link_state(path: str, **fields: Any) -> LinkState:
    url = f"http://minbar.example/{path}"
    made = LinkState(
        source_id="minbar",
        canonical_url=url,
        url=url,
        article_id=None,
        outcome="new",
        etag='"0"',
        last_modified=None,
        first_seen_at=CLOCK,
        checked_at=CLOCK,
    )
    return replace(made, **fields)
