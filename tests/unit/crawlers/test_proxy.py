from pathlib import Path

import pytest

from crawlers.crawl import DEADLINE_S, arguments
from crawlers.proxy import without_userinfo


@pytest.mark.parametrize(
    ("proxy", "address", "authorization"),
    [
        ("", "", ""),
        ("http://proxy.example:3128", "http://proxy.example:3128", ""),
        ("http://ali:se%40cret@proxy.example:3128", "http://proxy.example:3128", "Basic YWxpOnNlQGNyZXQ="),
        ("http://ali@[::1]:3128", "http://[::1]:3128", "Basic YWxpOg=="),
    ],
)
def test_a_proxy_is_parted_from_its_user(proxy: str, address: str, authorization: str) -> None:
    assert without_userinfo(proxy) == (address, authorization)


def test_the_command_line_tells_nobody_the_password_of_the_proxy() -> None:
    line = arguments(
        source_id="minbar", run="2026-11-18", spool=Path("x"), proxy="http://ali:secret@proxy.example:3128"
    )
    assert line[-2:] == ["--proxy", "http://proxy.example:3128"]


def test_the_command_line_names_a_deadline_that_is_not_the_usual_one() -> None:
    line = arguments(source_id="minbar", run="2026-11-18", spool=Path("x"), deadline_s=60.0)
    assert line[-2:] == ["--deadline-s", "60.0"]
    assert DEADLINE_S < 3600
    assert "--deadline-s" not in arguments(source_id="minbar", run="2026-11-18", spool=Path("x"))
