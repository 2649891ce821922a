"""What the README shows works as it is written, and every reader sees the same rows."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import ThreeNights
from tests.integration.nights import environment

pytestmark = pytest.mark.slow

README = Path(__file__).parents[2] / "README.md"


def test_the_readers_of_the_readme_see_the_same_rows(
    three_nights: ThreeNights, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(three_nights.settings, "").items():
        if name.startswith("WARRAQ_"):
            monkeypatch.setenv(name, value)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S):
        if "Archive" in block:
            exec(block, names)  # the README is ours
    assert names["table"].num_rows > 0
    expected = sorted(names["by_duckdb"].column("article_id").to_pylist())
    assert len(expected) == len(set(expected)) > 50
    assert sorted(names["by_pandas"]["article_id"]) == expected
    assert sorted(names["by_pyarrow"].column("article_id").to_pylist()) == expected
    assert sorted(names["by_polars"]["article_id"]) == expected
    texts = dict(zip(names["by_pandas"]["article_id"], names["by_pandas"]["text"], strict=True))
    assert texts == dict(zip(names["by_polars"]["article_id"], names["by_polars"]["text"], strict=True))


def test_the_queries_of_the_readme_find_rows(three_nights: ThreeNights) -> None:
    queries = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    assert queries
    with three_nights.archive() as archive:
        for query in queries:
            assert archive.sql(query).num_rows > 0, query


def test_plain_pandas_reads_every_dataset(three_nights: ThreeNights) -> None:
    import pandas as pd

    with three_nights.archive() as archive:
        for name in ("articles", "copies", "revisions", "stories", "syndication", "outcomes"):
            plain = pd.read_parquet(f"{archive.bucket}/{name}/", filesystem=archive.filesystem)
            counted = archive.sql(f"select count(*) as n from {name}").column("n")[0].as_py()
            assert len(plain) == counted > 0, name


@pytest.mark.parametrize("command", re.findall(r"`?make ([a-z-]+)", README.read_text(encoding="utf-8")))
def test_every_make_target_of_the_readme_exists(command: str) -> None:
    makefile = (README.parent / "Makefile").read_text()
    assert re.search(rf"^{command}:", makefile, re.M), f"make {command}"


def test_every_path_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target.partition("#")[0]).exists(), target
    assert os.access(README.parent / ".ci/run", os.X_OK)
