"""How each reader and writer reaches the bucket: one record, and the form each library wants it in."""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import boto3
import pyarrow.fs as pafs
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.session import Session
from botocore.utils import parse_timestamp

from storage.errors import SettingsError, StoreDeniedError
from storage.settings import AWS, Settings

CONNECT_TIMEOUT_S = 5
"""Seconds to a connection: a store that needs longer is not there (loopback .001 s, 2026-11-22)."""
READ_TIMEOUT_S = 60
"""Seconds of silence within an answer; the largest object (256 MB) starts to flow at once."""
ATTEMPTS = 3
"""Requests the client library makes of one call, with its own jittered pauses (standard mode: .05 s doubled for
faults, 1 s doubled for SlowDown). Few, since its retries share a quota that answers of 404 and 412 do not fill up
again (35 retries, botocore of 2026-11-22): ``storage.patience`` repeats beyond it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An object store and a bucket in it."""

    endpoint_url: str | None
    """``http(s)://host[:port]``; None for Amazon S3."""
    access_key_id: str
    """Key; empty: a public bucket."""
    secret_access_key: str = field(repr=False)
    """Secret that belongs to the key."""
    session_token: str | None = field(default=None, repr=False)
    """Set with temporary credentials only."""
    renewed: bool = False
    """The credentials come from boto3's own chain and change over time: writers let boto3 renew them."""
    region: str
    """S3 region."""
    bucket: str
    """Bucket name."""

    @property
    def place(self) -> str:
        """Where it is, for messages: endpoint and bucket, never a secret."""
        return f"{self.endpoint_url or 'Amazon S3'} bucket {self.bucket!r}"

    @property
    def is_loopback(self) -> bool:
        """Whether the store is on this machine: no proxy of the environment can reach it then."""
        host = urlsplit(self.endpoint_url or "").hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def credentials(self) -> dict[str, str | None]:
        """Key, secret and token as ``boto3.Session`` names them."""
        return {
            "aws_access_key_id": self.access_key_id,
            "aws_secret_access_key": self.secret_access_key,
            "aws_session_token": self.session_token,
        }

    def pyarrow_filesystem(self) -> pafs.S3FileSystem:
        """For pyarrow and ``pandas.read_parquet(f"{bucket}/articles/", filesystem=…)``."""
        parts = urlsplit(self.endpoint_url or "https://")
        return pafs.S3FileSystem(
            access_key=self.access_key_id or None,
            secret_key=self.secret_access_key or None,
            session_token=self.session_token,
            anonymous=not self.access_key_id,
            region=self.region,
            scheme=parts.scheme,
            endpoint_override=parts.netloc or None,
        )

    def storage_options(self) -> dict[str, str]:
        """For ``polars.scan_parquet("s3://bucket/articles/**/*.parquet", storage_options=…)``."""
        options = {"aws_region": self.region}
        if self.access_key_id:
            options["aws_access_key_id"] = self.access_key_id
            options["aws_secret_access_key"] = self.secret_access_key
        else:
            options["aws_skip_signature"] = "true"
        if self.session_token:
            options["aws_session_token"] = self.session_token
        if self.endpoint_url:
            options["aws_endpoint_url"] = self.endpoint_url
            options["aws_virtual_hosted_style_request"] = "false"
        if (self.endpoint_url or "").startswith("http://"):
            options["aws_allow_http"] = "true"
        return options

    def duckdb_secret(self, name: str = "archive") -> str:
        """The ``CREATE SECRET`` statement that lets DuckDB's httpfs read the bucket, and only the bucket."""
        settings = {"SCOPE": f"s3://{self.bucket}/", "REGION": self.region}
        if self.access_key_id:
            settings |= {"KEY_ID": self.access_key_id, "SECRET": self.secret_access_key}
        if self.session_token:
            settings["SESSION_TOKEN"] = self.session_token
        if self.endpoint_url:
            settings |= {"ENDPOINT": urlsplit(self.endpoint_url).netloc, "URL_STYLE": "path"}
        use_ssl = not (self.endpoint_url or "").startswith("http://")
        listed = ", ".join(f"{key} '{value.replace(chr(39), chr(39) * 2)}'" for key, value in settings.items())
        return f"CREATE SECRET {name} (TYPE s3, USE_SSL {str(use_ssl).lower()}, {listed})"


def connection_of(settings: Settings) -> Connection:
    """What the settings say; without a key, the credentials boto3 finds by itself.

    Raises ``SettingsError`` (half a pair, a broken profile) or ``StoreDeniedError`` (no credentials anywhere).
    """
    key, secret, token, chained = (
        settings.access_key_id,
        settings.secret_access_key.get_secret_value(),
        None,
        not settings.access_key_id,
    )
    if bool(key) != bool(secret):
        raise SettingsError("set both WARRAQ_ACCESS_KEY_ID and WARRAQ_SECRET_ACCESS_KEY, or neither")
    if chained:
        try:
            found = boto3.Session().get_credentials()
        except BotoCoreError as error:
            raise SettingsError(f"the AWS profile cannot be used: {error}") from None
        if found is None:
            raise StoreDeniedError(
                "no credentials for the object store: set WARRAQ_ACCESS_KEY_ID and WARRAQ_SECRET_ACCESS_KEY, "
                "or an AWS profile"
            )
        frozen = found.get_frozen_credentials()
        key, secret, token = frozen.access_key or "", frozen.secret_key or "", frozen.token
    return Connection(
        endpoint_url=None if settings.endpoint_url == AWS else settings.endpoint_url,
        access_key_id=key,
        secret_access_key=secret,
        session_token=token,
        renewed=chained,
        region=settings.region,
        bucket=settings.bucket,
    )


def connect(connection: Connection) -> Any:
    """A boto3 client: signed, impatient, with few retries; threads may share it."""
    own: dict[str, Any] = {} if connection.renewed else connection.credentials()
    session = Session()
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_time_of)
    return boto3.Session(botocore_session=session, **own).client(
        "s3",
        endpoint_url=connection.endpoint_url,
        region_name=connection.region,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if connection.endpoint_url else "auto"},
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            connect_timeout=CONNECT_TIMEOUT_S,
            read_timeout=READ_TIMEOUT_S,
            max_pool_connections=32,
            proxies={} if connection.is_loopback else None,
        ),
    )


def _time_of(value: Any) -> datetime:
    """A time in an answer: botocore's own parser takes two thirds of a listing (.4 of .6 s of 3,650, 2026-11-28)."""
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return parse_timestamp(value)  # that of a header, or seconds
