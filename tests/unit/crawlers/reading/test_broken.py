"""Broken bytes: put right where the page says what stood there, dropped inside Arabic words, else shown."""

import pytest
from reading_pages import PARAGRAPHS, TEXT, html, read, story

from crawlers.reading.decode import decode

PAGE = "<p>" + " ".join(PARAGRAPHS) + "</p>"


@pytest.mark.parametrize("broken", [b"\xff", b"\xd9", b"\x80", b"\xc3", b"\xe2", b"\xb0"])
def test_a_word_the_page_has_twice_is_whole_again_wherever_a_byte_was_put_into_it(broken: bytes) -> None:
    word = "القاهرة".encode()
    for at in range(1, len(word)):
        body = PAGE.encode() + b" " + word[:at] + broken + word[at:] + b" "
        decoded = decode(body, "")
        assert decoded.text == PAGE + " القاهرة ", at
        assert decoded.flags == {"broken_bytes"} or broken == b"\xff"


@pytest.mark.parametrize("broken", [b"\xff", b"\xfe", b""])
def test_a_letter_overwritten_or_lost_comes_back_where_the_page_has_the_word(broken: bytes) -> None:
    word = "السفن".encode()
    for at in range(1, len(word) - 1):
        text = decode(PAGE.encode() + b" " + word[:at] + broken + word[at + 1 :] + b" ", "").text
        assert text.removeprefix(PAGE) in (" السفن ", f" {'السفن'[: at // 2]}{'السفن'[at // 2 + 1 :]} "), at


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("سؤ".encode() + b"\xff\xa7" + "ل".encode(), "سؤال"),  # only alef has this second half
        ("قلم".encode() + b"\xd9" + "ات".encode(), "قلمات"),  # the letter is lost: one word of what is left
        ("هذا".encode() + b"\xff" + "بعد".encode(), "هذا بعد"),  # two words of the page, no space between
        ("حقا،".encode() + b"\xff" + "ثم".encode(), "حقا، ثم"),
        (b"Beyonc\xe9 sang", "Beyonc\ufffd sang"),
        (b"19\x8063", "19\ufffd63"),  # which digit stood there nobody knows
        (b"a \xff b", "a  b"),
    ],
)
def test_what_nothing_tells_is_not_invented(body: bytes, text: str) -> None:
    assert decode(f"{PAGE} هذا بعد ".encode() + body, "").text == f"{PAGE} هذا بعد {text}"


@pytest.mark.parametrize("broken", [b"\xff", b"\xd9", b"\xd8", b"\x80", b"\xc3", b"\xa7", b"\xbf"])
@pytest.mark.parametrize("word", ["الأخيرة", "إجمالي", "بها", "(لغاية)", '"الجرائد"', "و759", "--(بترا)"])
def test_a_byte_put_anywhere_into_a_word_the_page_has_nowhere_else_is_gone(word: str, broken: bytes) -> None:
    raw = word.encode()
    wrong = [
        at
        for at in range(len(raw) + 1)
        if decode(PAGE.encode() + b" " + raw[:at] + broken + raw[at:] + b" .", "").text != f"{PAGE} {word} ."
    ]
    # Where several plain words are left, and beside a digit, nothing says which byte is too many.
    assert len(wrong) <= 2


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("الس\u0667ن", "السفن"),  # the page has the word
        ("مد\u0667نة", "مدينة"),  # a frequent word
        ("زخ\u0667فة", "زخ\u0667فة"),  # neither
        ("عام \u0662\u0660\u0662\u0666م", "عام \u0662\u0660\u0662\u0666م"),  # a number beside a letter
    ],
)
def test_a_digit_inside_a_word_is_a_letter_only_where_the_word_is_known(broken: str, whole: str) -> None:
    assert decode(f"{PAGE} {broken}".encode(), "").text == f"{PAGE} {whole}"


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
def test_what_stands_in_no_arabic_word_is_dropped_in_a_code_page(encoding: str) -> None:
    body = PAGE.encode(encoding).replace(
        "القاهرة".encode(encoding), "القا".encode(encoding) + b"\xff" + "هرة".encode(encoding)
    )
    decoded = decode(body, f"text/html; charset={encoding}")
    assert (decoded.text, decoded.encoding, decoded.flags) == (PAGE, encoding, {"broken_bytes"})


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        (b"</script>", b"</scr\xffpt>"),
        (b"</script>", b"</script\xff"),
        (b"</script>", b"\xff/script>"),
        (b"<div class='text'>", b"<d\xffv class='text'>"),
        (b"<div class='text'>", b"<div class='text'\x80"),
        (b"</h1>", b"\xff/h1>"),
        (b"</p>", b"\x80/p>"),
        (b'"en">', b'"en\xff>'),
    ],
)
def test_markup_with_a_broken_byte_costs_no_text(whole: bytes, broken: bytes) -> None:
    page = html(story('<span lang="en">.</span>'), head="<script>var a = '<p>';</script>").encode()
    assert whole in page
    article = read(page.replace(whole, broken, 1)).article
    assert article is not None
    assert article.text.split()[: len(TEXT.split())] == TEXT.split()


def test_only_a_broken_word_of_the_text_flags_the_article() -> None:
    body = html("<nav>زاويةq</nav>" + story()).encode()
    assert "broken_bytes" not in read(body.replace(b"q", b"\x80")).article.quality_flags
    broken = body.replace("المتحدث".encode(), "المتح".encode() + b"\xd9" + "دث".encode(), 1)
    article = read(broken).article
    assert article.text == TEXT
    assert "broken_bytes" in article.quality_flags


def test_a_run_of_letters_as_long_as_a_page_takes_no_longer_than_its_length() -> None:
    assert decode(PAGE.encode() + b" \xd9 " + "س".encode() * 200_000, "").encoding == "utf-8"
