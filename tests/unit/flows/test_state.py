"""Which segments of state are live after a run."""

from flows.state import next_segments

BEFORE = {
    "links": ["state/links/run=2026-11-18.parquet"],
    "articles": ["index/articles/run=2026-11-18.parquet"],
    "blocks": ["state/blocks/run=2026-11-18.parquet"],
}


def test_segments_of_links_and_articles_add_up_and_blocks_take_the_place_of_earlier_ones() -> None:
    assert next_segments(BEFORE, "2026-11-19", links=True, articles=True, blocks=True) == {
        "links": [*BEFORE["links"], "state/links/run=2026-11-19.parquet"],
        "articles": [*BEFORE["articles"], "index/articles/run=2026-11-19.parquet"],
        "blocks": ["state/blocks/run=2026-11-19.parquet"],
    }


def test_a_run_that_wrote_nothing_leaves_the_segments_as_they_were() -> None:
    assert next_segments(BEFORE, "2026-11-19", links=False, articles=False, blocks=False) == BEFORE


def test_an_archive_of_before_blocks_were_learned_has_none() -> None:
    earlier = {kind: keys for kind, keys in BEFORE.items() if kind != "blocks"}
    assert next_segments(earlier, "2026-11-19", links=False, articles=False, blocks=False)["blocks"] == []
