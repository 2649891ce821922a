"""A short run of the fuzzer, and the hostile pages it found or was built for; the long run is a benchmark."""

import importlib.util
import sys
from pathlib import Path

import pytest
from reading_pages import TEXT, html, read, story

PATH = Path(__file__).parents[3] / "benchmarks/fuzz_reading.py"
SPEC = importlib.util.spec_from_file_location("fuzz_reading", PATH)
assert SPEC is not None
assert SPEC.loader is not None
fuzz = importlib.util.module_from_spec(SPEC)
sys.modules["fuzz_reading"] = fuzz
SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_mutated_pages_neither_raise_nor_break_the_schema(start: int) -> None:
    findings = [fuzz.examine(number, seed=1) for number in range(start, start + 50)]
    assert [finding for finding in findings if finding.problem] == []


def test_the_same_seed_makes_the_same_page() -> None:
    assert fuzz.mutated(7, 3) == fuzz.mutated(7, 3)
    assert fuzz.mutated(7, 3) != fuzz.mutated(8, 3)


@pytest.mark.parametrize("reference", ["&#4;", "&#x1F;", "&#65535;", "&#\ufffd4;"])
def test_a_reference_to_a_control_character_is_no_text(reference: str) -> None:
    reading = read(html(story(inside=f"<nav>{reference}</nav>{reference}")))
    assert reading.article is not None
    assert reading.article.text == TEXT


def test_a_byte_broken_inside_a_closing_tag_does_not_cost_the_page() -> None:
    page = html(story(), head="<script>var a = '<p>';</script>").encode()
    reading = read(page.replace(b"</script>", b"</scr\xd9ipt>"))
    assert reading.article is not None
    assert reading.article.text == TEXT
