"""The morning page: the same bytes for the same night, and the right things first."""

import re
from dataclasses import replace

from flows import charts
from flows.report import render, wanted
from flows.summary import health_table
from storage.manifest import Check
from tests.browser.page import html, night


def test_the_same_night_gives_the_same_page() -> None:
    assert html() == html()


def test_a_night_that_failed_its_checks_says_so_first() -> None:
    described, rows, known, history = night(hostile=True)
    failed = described.model_copy(
        update={"checks": [Check(name="the night proves its own data", passed=False, note="x")]}
    )
    assert 'class="verdict failed"' in render(failed, rows, known=known, history=history)
    good = described.model_copy(update={"sources": [one for one in described.sources if not one.failure]})
    assert 'class="verdict good"' in render(good, rows, known=known, history=history)


def test_a_first_night_has_a_page_too() -> None:
    described, rows, _, _ = night(hostile=True)
    empty = replace(rows, revisions=[], stories={}, outcomes=[], health=[])
    page = render(described.model_copy(update={"sources": [], "parent": None}), empty, known={}, history=[])
    assert "لا جديد الليلة" in page


def test_earlier_articles_of_a_story_are_asked_for() -> None:
    _, rows, known, _ = night(hostile=True)
    assert set(known) <= wanted(rows)
    assert {row.article_id for row in rows.revisions} <= wanted(rows)


def test_a_changed_headline_shows_what_went_and_what_came() -> None:
    page = html()
    assert re.search(r"<del>8 جرحى</del>\s*<ins>إلى 12 جريحًا</ins>", page)


def test_the_table_of_the_person_on_duty_begins_with_what_broke() -> None:
    described, _, _, _ = night(hostile=True)
    table = health_table(described)
    assert [row["source"] for row in table[:3]] == ["hisn", "rafid", "wadi"]
    assert all(row["class"] and row["next step"] for row in table[:3])
    assert not any(row["class"] for row in table[3:])


def test_countries_are_shaded_by_how_much_they_are_named_and_small_ones_are_points() -> None:
    shapes = {shape.code: shape for shape in charts.country_map({"SD": 100, "EG": 25, "BH": 1})}
    assert (shapes["SD"].shade, shapes["EG"].shade, shapes["BH"].shade, shapes["LY"].shade) == (4, 2, 1, 0)
    assert shapes["SD"].path.startswith("M")
    assert not shapes["PS"].path
    assert "US" not in shapes


def test_bars_and_lines_fill_their_height() -> None:
    bars = charts.bars([("2026-11-19", 10, 5), ("2026-11-20", 20, 0)])
    assert [(bar.x, bar.new, bar.new_height, bar.copies_height) for bar in bars] == [
        (58 * charts.BAR, 5, 37.5, 37.5),
        (59 * charts.BAR, 20, 150.0, 0.0),
    ]
    assert charts.spark([0, 10, 5]) == "0.0,22.0 60.0,2.0 120.0,12.0"
    assert charts.spark([3]) == ""
