"""What strangers write cannot steer a terminal."""

import pytest

from flows.plain import plain


@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "\x1b[2J", "\u202e", "\r", "\x00", "\u2066"])
def test_control_and_format_characters_are_dropped(hostile: str) -> None:
    assert not any(ord(character) < 32 or character in "\u202e\u2066\x7f" for character in plain(f"خبر{hostile}عاجل"))
    assert plain(f"خبر{hostile}عاجل").startswith("خبر")


def test_arabic_text_and_its_marks_stay() -> None:
    assert plain("أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦") == "أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦"
