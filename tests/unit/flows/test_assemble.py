"""Every link ends in exactly one outcome, and every article read in exactly one row."""

from datetime import timedelta
from typing import Any

import pytest

from crawlers.gathered import Gathered
from crawlers.reading.learned import block_digest
from crawlers.reading.records import Reading
from flows.assemble import NightRows, State, apply_patches, assemble
from flows.ends import KNOWN_DAYS, LinkKey, candidates
from flows.linking.index import MemoryIndex
from flows.linking.night import link_night
from flows.linking.revisions import revision_digest
from storage import ids
from storage.fold import fold
from tests.unit.flows import samples as s

Known = tuple[State, MemoryIndex]
NOTHING: Known = (State(), MemoryIndex([]))


def night(
    source: Gathered,
    readings: dict[LinkKey, Reading],
    earlier: Known = NOTHING,
    held_back: dict[str, str] | None = None,
) -> NightRows:
    state, index = earlier
    held = held_back or {}
    chosen = candidates(
        [] if source.source_id in held or source.failure else [source], readings, {"minbar": "warraq-reader/1"}
    )
    links = link_night(list(chosen.values()), index=index, run=s.RUN, agencies={})
    return assemble(
        run=s.RUN,
        gathered=[source],
        readings=readings,
        chosen=chosen,
        night_links=links,
        state=state,
        index=index,
        held_back=held,
    )


def outcomes(rows: NightRows) -> dict[str, str]:
    return {row.canonical_url.rsplit("/", 1)[1]: row.outcome for row in rows.outcomes}


def test_an_article_is_new_once_and_other_links_to_it_are_duplicates() -> None:
    source = s.gathered(s.link("a"), s.link("b"), s.link("c", "robots"))
    rows = night(source, {s.key("a"): s.reading("a"), s.key("b"): s.reading("a")})
    assert outcomes(rows) == {"a": "new", "b": "duplicate_link", "c": "robots"}
    assert [row.canonical_url for row in rows.revisions] == ["http://minbar.example/a"]


def test_the_link_that_is_the_canonical_address_stands_for_the_article() -> None:
    source = s.gathered(s.link("a"), s.link("z"))
    rows = night(source, {s.key("a"): s.reading("z"), s.key("z"): s.reading("z")})
    assert outcomes(rows) == {"a": "duplicate_link", "z": "new"}


@pytest.mark.parametrize("end", ["video", "not_arabic", "off_topic", "quarantine"])
def test_a_page_that_is_no_article_keeps_its_own_outcome(end: str) -> None:
    rows = night(s.gathered(s.link("a")), {s.key("a"): s.ended(end)})
    assert outcomes(rows) == {"a": end}
    assert rows.revisions == []


def known(**fields: Any) -> Known:
    article_id = ids.article_id("http://minbar.example/a")
    link = s.link_state("a", article_id=article_id)
    return State(links={s.key("a"): link}), MemoryIndex([s.index_row(article_id, **fields)])


@pytest.mark.parametrize(("fetch", "read"), [("gone", None), ("fetched", "soft_404"), ("fetched", "section")])
def test_a_known_article_that_is_removed_is_marked_and_not_deleted(fetch: str, read: str | None) -> None:
    readings = {s.key("a"): s.ended(read)} if read else {}
    rows = night(s.gathered(s.link("a", fetch)), readings, known())
    assert outcomes(rows) == {"a": "unpublished"}
    assert [row.unpublished_at for row in rows.index] == [s.CLOCK]
    assert [patch.unpublished_at for patch in rows.patches] == [s.CLOCK]


def test_an_article_already_marked_as_removed_is_not_marked_again() -> None:
    earlier = s.CLOCK - timedelta(days=1)
    rows = night(s.gathered(s.link("a", "gone")), {}, known(unpublished_at=earlier))
    assert (rows.index, rows.patches) == ([], [])


def test_an_alias_that_is_gone_does_not_unpublish_an_article_that_is_there() -> None:
    state, index = known()
    alias = s.link_state("b", article_id=ids.article_id("http://minbar.example/a"))
    state = State(links={**state.links, s.key("b"): alias})
    rows = night(s.gathered(s.link("a", "unchanged"), s.link("b", "gone")), {}, (state, index))
    assert outcomes(rows) == {"a": "unchanged", "b": "gone"}
    assert rows.index == []


def test_an_article_that_is_gone_is_asked_for_in_full_again() -> None:
    rows = night(s.gathered(s.link("a", "gone", etag=None)), {}, known())
    assert [(row.outcome, row.etag) for row in rows.links] == [("unpublished", None)]


def test_a_gone_link_that_never_led_to_an_article_is_only_gone() -> None:
    assert outcomes(night(s.gathered(s.link("a", "gone")), {})) == {"a": "gone"}


def test_nothing_of_a_held_back_source_is_published_and_its_state_does_not_move() -> None:
    rows = night(s.gathered(s.link("a")), {s.key("a"): s.reading("a")}, held_back={"minbar": "layout"})
    assert outcomes(rows) == {"a": "held_back"}
    assert (rows.revisions, rows.links, rows.index) == ([], [], [])


def test_the_state_of_a_failed_source_does_not_move() -> None:
    source = s.gathered(s.link("a", "timeout"), s.link("b"), s.link("c", "gone"), failure="feed_error")
    state, index = known()
    gone = s.link_state("c", article_id=ids.article_id("http://minbar.example/c"))
    state = State(links={**state.links, s.key("c"): gone})
    rows = night(source, {}, (state, index), held_back={"minbar": "feed_error: 503"})
    assert outcomes(rows) == {"a": "timeout", "b": "held_back", "c": "held_back"}
    assert (rows.links, rows.index) == ([], [])


def test_validators_survive_a_failed_fetch_and_are_dropped_for_an_unreadable_page() -> None:
    failed = night(s.gathered(s.link("a", "timeout", etag=None)), {}, known())
    assert [row.etag for row in failed.links] == ['"0"']
    unread = night(s.gathered(s.link("a")), {s.key("a"): s.ended("quarantine")}, known())
    assert [row.etag for row in unread.links] == [None]


def test_an_unchanged_link_names_the_article_and_its_revision() -> None:
    rows = night(s.gathered(s.link("a", "unchanged")), {}, known(revision=3))
    assert [(row.outcome, row.revision) for row in rows.outcomes] == [("unchanged", 3)]


def test_patches_change_only_what_a_later_night_may_change() -> None:
    first = night(s.gathered(s.link("a")), {s.key("a"): s.reading("a")})
    rows = night(s.gathered(s.link("a", "gone")), {}, known())
    patches = {patch.article_id: patch for patch in rows.patches}
    once = apply_patches(first.revisions, patches)
    assert [row.unpublished_at for row in once] == [s.CLOCK]
    assert [row.text for row in once] == [row.text for row in first.revisions]
    assert apply_patches(once, patches) == once


def test_blocks_are_learned_from_new_articles_alone() -> None:
    article_id = ids.article_id("http://minbar.example/a")
    state, _ = known()
    source = s.gathered(s.link("a"), s.link("new"), s.link("copy"))
    texts = {"a": "نص معدل من الخبر القديم", "new": "نص جديد لم ينشر من قبل", "copy": "نص نشرته وكالة قبل ليلة"}
    readings = {s.key(path): s.reading(path, text=text) for path, text in texts.items()}
    digest = ids.text_digest(fold(texts["copy"]))
    original = s.index_row("b" * 24, source_id="rafid", text_digest=digest, story_id=ids.story_id("b" * 24))
    revised = s.index_row(article_id, story_id=ids.story_id(article_id))
    rows = night(source, readings, (state, MemoryIndex([revised, original])))
    assert outcomes(rows) == {"a": "revised", "new": "new", "copy": "copy"}
    assert [row.digest for row in rows.blocks] == [block_digest(texts["new"])]


def test_a_link_deferred_for_two_weeks_ends_as_given_up_and_says_so() -> None:
    for days, end in ((KNOWN_DAYS - 1, "over_budget"), (KNOWN_DAYS, "given_up")):
        link = s.link_state("a", outcome="over_budget", first_seen_at=s.CLOCK - timedelta(days=days))
        rows = night(
            s.gathered(s.link("a", "over_budget", capture_file=None)),
            {},
            (State(links={s.key("a"): link}), MemoryIndex([])),
        )
        assert outcomes(rows) == {"a": end}
        assert [row.outcome for row in rows.links] == [end]


def test_the_text_of_a_feed_is_an_article_and_its_outcome_says_how_the_page_ended() -> None:
    blocked = s.link("a", "blocked", reason="status 403", http_status=403, from_feed=True)
    rows = night(s.gathered(blocked), {s.key("a"): s.reading("a", quality_flags=("from_feed",))})
    (row,), (outcome,), (state,) = rows.revisions, rows.outcomes, rows.links
    assert (outcome.outcome, outcome.http_status) == ("new", 403)
    assert outcome.reason == "the text of its feed, since the page ended as blocked (status 403)"
    assert (row.extractor, row.quality_flags) == ("from_feed+warraq-reader/1", ("from_feed",))
    # Nothing of the page was had: the next look asks for it in full.
    assert (state.etag, state.payload_digest) == (None, None)


def test_the_page_after_the_text_of_its_feed_is_no_edit_and_says_so() -> None:
    state, index = known(extractor="from_feed+warraq-reader/1")
    rows = night(
        s.gathered(s.link("a")), {s.key("a"): s.reading("a", text="نص الصفحة كما نشرت كاملة")}, (state, index)
    )
    (outcome,) = rows.outcomes
    assert (outcome.outcome, outcome.revision) == ("revised", 2)
    assert outcome.reason == "its page could be read; revision 1 was the text of its feed"
    same = s.reading("a", text="نص الخبر")
    text = ids.text_digest(fold("نص الخبر"))
    kept = known(
        extractor="from_feed+warraq-reader/1", revision_digest=revision_digest(s.article("a")), text_digest=text
    )
    assert outcomes(night(s.gathered(s.link("a")), {s.key("a"): same}, kept)) == {"a": "revisit"}


def test_a_night_without_news_writes_no_blocks() -> None:
    assert night(s.gathered(s.link("a", "unchanged")), {}, known()).blocks == []
