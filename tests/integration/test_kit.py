"""What ``docs/reading-the-archive.md`` shows works as it is written, on the three practice nights."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import ThreeNights
from tests.integration.nights import environment

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs/reading-the-archive.md").read_text(encoding="utf-8")
LATER = {"copy_count", "unpublished_at", "story_id"}
"""Columns of articles that later nights change, as the page says."""


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)


@pytest.fixture
def shown(three_nights: ThreeNights, monkeypatch: pytest.MonkeyPatch) -> Any:
    """All names the page's blocks leave behind."""
    for name, value in environment(three_nights.settings, "").items():
        if name.startswith("WARRAQ_"):
            monkeypatch.setenv(name, value)
    names: dict[str, Any] = {}
    for block in _blocks("python"):
        exec(block, names)  # the page is ours
    yield names
    names["own"].close()
    names["archive"].close()


def test_the_page_works_as_written(shown: dict[str, Any]) -> None:
    assert 0 < shown["then"] < shown["now"]
    assert shown["found"].article_id == shown["article"].article_id == shown["history"][-1].article_id
    assert sum(shown["counted"]["articles"].to_pylist()) == shown["now"]
    for frame in ("by_pandas", "by_pyarrow"):
        assert len(shown[frame]) == shown["now"]
    assert 0 < shown["by_polars"].height < shown["now"]
    assert set(shown["newest"]["run"].to_pylist()) == {"2026-11-20"}
    assert shown["by_polars_iceberg"].height == shown["revisions"].scan().count()
    assert 0 < shown["as_of"].num_rows < shown["by_polars_iceberg"].height
    assert shown["own"].sql("select count(*) from articles").fetchall() == [(shown["now"],)]


def test_the_recipes_find_what_the_newsroom_holds(shown: dict[str, Any]) -> None:
    trend = shown["trend"].to_pylist()
    assert trend
    assert all(0 < row["with_the_term"] <= row["articles"] for row in trend)
    coverage = shown["coverage"].to_pylist()
    assert len({row["source_id"] for row in coverage}) == shown["story"]["publishers"] > 2
    headlines = shown["headlines"].to_pylist()
    assert headlines
    assert all(row["before"] != row["after"] for row in headlines)
    copied = shown["copied"].to_pylist()
    assert sum(row["texts"] for row in copied) == shown["archive"].copies().num_rows
    assert all(row["first"] != row["copied_by"] for row in copied)


def test_the_query_on_the_iceberg_table_gives_the_articles(shown: dict[str, Any]) -> None:
    archive, own = shown["archive"], shown["own"]
    for name in ("stories", "outcomes"):
        own.register(name, getattr(archive, name)())
    (query,) = _blocks("sql")
    found = sorted(own.sql(query).to_arrow_table().to_pylist(), key=lambda row: str(row["article_id"]))
    expected = archive.articles().to_pylist()
    assert found == sorted(expected, key=lambda row: str(row["article_id"]))
    plain = "from revisions qualify row_number() over (partition by article_id order by revision desc) = 1"
    unchanged = own.sql(f"from ({plain}) where copy_of is null").to_arrow_table().to_pylist()
    by_id = {row["article_id"]: row for row in found}
    differing = {column for row in unchanged for column in row if row[column] != by_id[row["article_id"]][column]}
    assert differing <= LATER
