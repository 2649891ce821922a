"""How each library is told where the bucket is."""

import pytest

from storage.connection import Connection, connection_of
from storage.settings import Settings


def connection(**fields: str | None) -> Connection:
    given = {
        "endpoint_url": "http://127.0.0.1:12000",
        "access_key_id": "key",
        "secret_access_key": "it's secret",
        "region": "eu-west-1",
        "bucket": "news",
    }
    return Connection(**{**given, **fields})  # type: ignore[arg-type]


def test_a_local_store_is_addressed_by_path_without_tls() -> None:
    options = connection().storage_options()
    assert options["aws_endpoint_url"] == "http://127.0.0.1:12000"
    assert options["aws_allow_http"] == "true"
    assert options["aws_virtual_hosted_style_request"] == "false"
    assert "ENDPOINT '127.0.0.1:12000'" in connection().duckdb_secret()
    assert "USE_SSL false" in connection().duckdb_secret()


def test_amazon_needs_a_region_and_no_endpoint() -> None:
    amazon = connection(endpoint_url=None, session_token="t")
    assert "aws_endpoint_url" not in amazon.storage_options()
    assert "aws_allow_http" not in amazon.storage_options()
    assert amazon.storage_options()["aws_session_token"] == "t"
    assert "USE_SSL true" in amazon.duckdb_secret()
    assert "ENDPOINT" not in amazon.duckdb_secret()


def test_a_quote_in_a_secret_cannot_end_the_statement() -> None:
    assert "SECRET 'it''s secret'" in connection().duckdb_secret()


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(connection()).replace("secret_access_key", "")


@pytest.mark.parametrize(
    ("endpoint", "loopback"),
    [
        ("http://127.0.0.1:1", True),
        ("http://[::1]:1", True),
        ("http://localhost:1", True),
        ("https://s3.example.org", False),
        ("http://10.0.0.1", False),
        (None, False),
    ],
)
def test_only_loopback_is_reached_without_a_proxy(endpoint: str | None, loopback: bool) -> None:
    assert connection(endpoint_url=endpoint).is_loopback is loopback


def test_settings_that_say_aws_mean_no_endpoint() -> None:
    settings = Settings(_env_file=None, endpoint_url="aws", access_key_id="a", secret_access_key="b", bucket="news")
    found = connection_of(settings)
    assert (found.endpoint_url, found.access_key_id, found.secret_access_key) == (None, "a", "b")
    assert not found.renewed
