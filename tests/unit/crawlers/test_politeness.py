import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers import settings
from crawlers.politeness import MAX_DIGITS, VERSION, retry_after_s, source_settings, user_agent
from crawlers.routes import is_public, literal_address
from storage.errors import SettingsError

sys.path.insert(0, str(Path(__file__).parent))
from sample import source

ROOT = Path(__file__).parents[3]


def test_the_user_agent_names_us_the_version_and_a_contact() -> None:
    assert user_agent("press", "https://example.org/bot") == f"Warraq/{VERSION} (+https://example.org/bot)"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        (b"120", 120),
        (b" 0 ", 0),
        (b"9" * 40, 10.0**MAX_DIGITS - 1),
        (b"Sun, 29 Nov 2026 00:00:00 GMT", 86_400),
        (b"Fri, 31 Dec 9999 23:59:59 GMT", 251_606_476_799),
        (b"Sun, 06 Nov 1994 08:49:37 GMT", 0),
        (b"-5", None),
        (b"1e9", None),
        (b"\xd9\xa1\xd9\xa2", None),
        (b"soon", None),
        (None, None),
    ],
)
def test_a_pause_is_read_however_long_it_is(header: bytes | None, wait_s: float | None) -> None:
    assert retry_after_s(header, datetime(2026, 11, 28, tzinfo=UTC)) == wait_s


@pytest.mark.parametrize("contact", ["", "  ", "بريد@example.org", "a)(b"])
def test_a_publisher_gets_a_contact_it_can_read(contact: str) -> None:
    with pytest.raises(SettingsError, match="WARRAQ_CONTACT"):
        user_agent("press", contact)


def test_a_publisher_gets_one_connection_and_its_delay() -> None:
    press = source_settings(source(group="press", delay_s=3), "mail@example.org")
    assert (press["CONCURRENT_REQUESTS_PER_DOMAIN"], press["DOWNLOAD_DELAY"]) == (1, 3)
    practice = source_settings(source(delay_s=0), "")
    assert practice["CONCURRENT_REQUESTS_PER_DOMAIN"] > 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2002:a9fe:a9fe::1", False),
        ("::127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("192.0.0.192", False),
        ("192.88.99.1", False),
        ("3fff::1", False),
        ("64:ff9b::c000:c0", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_asked(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("::1", "::1"),
        ("minbar.example", None),
        ("1.minbar.example", None),
    ],
)
def test_an_address_is_known_however_it_is_written(host: str, address: str | None) -> None:
    assert literal_address(host) == address


def test_nothing_listens_and_nothing_of_a_reader_is_kept_or_told() -> None:
    off = (
        "TELNETCONSOLE_ENABLED",
        "REMOTE_CONTROL_ENABLED",
        "COOKIES_ENABLED",
        "REFERER_ENABLED",
        "METAREFRESH_ENABLED",
    )
    assert not any(getattr(settings, name) for name in off)
    assert settings.ROBOTSTXT_OBEY
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES
