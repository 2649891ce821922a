import json

import pytest

from storage.plain import one_line


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("قمة  باريس\n\tاليوم ", "قمة باريس اليوم"),
        ("\x1b[2J\x1b]0;x\x07red", "[2J ]0;x red"),
        ("a\x00b\x85c\u2028d", "a b c d"),
        ("لا\u202eexe.txt", "لا exe.txt"),
        ("\ud800x\udfff", "x"),
        ("هُنا\u200fنص\u200c", "هُنا\u200fنص\u200c"),
    ],
)
def test_a_line_holds_nothing_a_terminal_or_an_encoding_stumbles_over(given: str, line: str) -> None:
    assert one_line(given) == line
    assert json.dumps(line, ensure_ascii=False).encode()


def test_a_line_is_cut_and_says_so() -> None:
    assert one_line("x" * 99, 10) == "xxxxxxxxx…"
    assert len(one_line("ab " * 10**6)) == 500
