import pytest

from crawlers.reading.decode import decode

ARABIC = "<p>قال المتحدث باسم الوزارة إن الوفود التي وصلت إلى العاصمة ستشارك في الاجتماعات مع الأمم المتحدة</p>" * 3
LABELS = [
    "",
    "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1",
    "text/html; charset=windows-1256",
    "x; charset=?",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("meta", ["", "utf-8", "windows-1252", "windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6", "utf-8-sig"])
def test_arabic_is_read_right_whatever_header_and_meta_say(encoding, meta, label):
    page = (f'<meta charset="{meta}">' if meta else "") + ARABIC
    decoded = decode(page.encode(encoding), label)
    assert decoded.text == page
    assert not decoded.flags


def test_utf8_with_a_few_broken_sequences_stays_utf8_and_is_flagged():
    decoded = decode(ARABIC[:41].encode() + b"\xd9" + ARABIC[41:].encode(), "text/html; charset=windows-1256")
    assert decoded.encoding == "utf-8"
    assert decoded.flags == {"broken_bytes"}
    assert decoded.text.replace("\ufffd", "") == ARABIC


def test_bytes_broken_beyond_the_limit_are_not_taken_for_utf8():
    text = "مصر " * 100
    decoded = decode(text.encode("windows-1256"), "text/html; charset=utf-8")
    assert decoded.encoding != "utf-8"


@pytest.mark.parametrize("codec", ["windows-1252", "latin-1", "windows-1256"])
def test_utf8_encoded_twice_is_repaired_and_flagged(codec):
    doubled = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in ARABIC.encode())
    decoded = decode(doubled.encode(), "")
    assert decoded.text == ARABIC
    assert "mojibake_repaired" in decoded.flags


def test_french_latin1_is_not_taken_for_arabic():
    text = "<p>L'été dernier, à Genève, les délégués ont été reçus après une brève cérémonie près du château</p>"
    assert decode(text.encode("latin-1"), "text/html; charset=iso-8859-1").text == text


def test_a_byte_order_mark_wins_over_every_label():
    assert decode(b"\xff\xfe" + ARABIC.encode("utf-16-le"), "text/html; charset=utf-8").text == ARABIC
