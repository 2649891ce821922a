"""What a night writes, in which order, and what its copies are compared with."""

from dataclasses import replace
from typing import Any

import pytest

from flows.assemble import NightRows
from flows.copies import compare_copies
from flows.publish import write_rows
from flows.state import Earlier
from storage import layout
from storage.errors import StoreError
from storage.objects import ObjectStore
from storage.partitions import put_rows
from storage.records import ArticleRow
from tests.integration.stored import CLOCK, DAYS, RUN, article, copy, outcome, story


def _night(**fields: Any) -> NightRows:
    found = NightRows(
        revisions=[article(1), article(2, DAYS[1]), copy(3, 1)],
        origins={article(1).article_id: DAYS[-1]},
        patches=[],
        stories={DAYS[-1]: [story(1)]},
        outcomes=[outcome(1)],
        links=[],
        blocks=[],
        index=[],
    )
    return replace(found, **fields)


def test_revisions_are_there_before_the_days_that_show_them_and_the_inventory_is_last(
    object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    replace_if = ObjectStore.replace_if

    def noted(self: ObjectStore, key: str, *given: Any, **more: Any) -> Any:
        done = replace_if(self, key, *given, **more)
        written.append(key)
        return done

    monkeypatch.setattr(ObjectStore, "replace_if", noted)
    rows = _night()
    rows = replace(rows, syndication=compare_copies(object_store, RUN, rows))
    entries = write_rows(object_store, RUN, rows, Earlier(object_store, None, CLOCK))
    days = [layout.articles(DAYS[1]), layout.articles(DAYS[-1]), layout.copies(DAYS[-1])]
    days += [layout.syndication(DAYS[-1]), layout.stories(DAYS[-1])]
    assert all(written.index(layout.revisions(RUN)) < written.index(key) for key in days)
    assert written[-1] == layout.inventory(RUN)
    keys = [entry.key for entry in entries]
    assert (keys[:6], keys[-1]) == ([layout.revisions(RUN), *days], layout.inventory(RUN))
    assert {*keys} == {key for key in written if not key.startswith("snapshots/")}


def test_what_cannot_be_written_ends_the_publishing_before_its_inventory(
    object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_if = ObjectStore.replace_if

    def broken(self: ObjectStore, key: str, *given: Any, **more: Any) -> Any:
        if key == layout.stories(DAYS[-1]):
            raise StoreError("the disk is full")
        return replace_if(self, key, *given, **more)

    monkeypatch.setattr(ObjectStore, "replace_if", broken)
    with pytest.raises(StoreError, match="the disk is full"):
        write_rows(object_store, RUN, _night(), Earlier(object_store, None, CLOCK))
    assert layout.inventory(RUN) not in {found.key for found in object_store.list("")}


def test_a_copy_is_compared_with_tonights_revision_else_with_the_archived_row(object_store: ObjectStore) -> None:
    known = article(1, text="نص قديم قبل التعديل")
    put_rows(object_store, layout.articles(DAYS[-1]), ArticleRow, [known, article(5)])
    rows = _night(revisions=[copy(3, 1)])
    ((archived,),) = compare_copies(object_store, RUN, rows).values()
    assert (archived.copy_of, archived.original_revision) == (known.article_id, 1)
    rows = _night(revisions=[article(1, revision=2), copy(3, 1)])
    ((revised,),) = compare_copies(object_store, RUN, rows).values()
    assert revised.original_revision == 2
    assert revised.words_added < archived.words_added


def test_a_copy_whose_original_is_gone_is_compared_with_nothing(object_store: ObjectStore) -> None:
    put_rows(object_store, layout.articles(DAYS[-1]), ArticleRow, [article(5)])
    assert compare_copies(object_store, RUN, _night(revisions=[copy(3, 1)])) == {}
