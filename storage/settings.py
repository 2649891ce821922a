"""Settings, built once at the edge and passed down; nothing reads the environment at import.

Each is an environment variable ``WARRAQ_<NAME>`` or a line of a ``.env`` file in the working directory.
Without any, Warraq runs on embedded defaults: its own object store and the practice newsroom.
"""

import re
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.errors import SettingsError

AWS = "aws"


class Settings(BaseSettings):
    """Where the archive is and how a night behaves."""

    model_config = SettingsConfigDict(env_prefix="WARRAQ_", env_file=".env", frozen=True, extra="ignore")

    endpoint_url: str = ""
    """S3 endpoint such as ``https://s3.example.org``; ``aws`` for Amazon S3; empty: the embedded store."""
    bucket: str = "warraq"
    """Bucket name; created if the credentials allow it."""
    access_key_id: str = ""
    """Key; empty with an endpoint: boto3's own chain (environment, profile, instance role)."""
    secret_access_key: SecretStr = SecretStr("")
    """Secret that belongs to the key."""
    region: str = "us-east-1"
    """S3 region."""
    data_dir: Path = Path(".warraq")
    """Local folder: spool of captures, embedded store, logs, Prefect's database."""
    sources: str = "practice"
    """Which sources a night gathers: a group (``practice``, ``press``) or ids separated by commas."""
    contact: str = ""
    """Address (URL or mail) in the user agent; required before a real publisher is asked."""
    iceberg_catalog: str = "sqlite"
    """Catalogue of the Iceberg table of revisions: ``sqlite`` (a file in ``data_dir``), ``off`` (no table), or the
    name of a catalogue in pyiceberg's own configuration (``PYICEBERG_CATALOG__<NAME>__URI`` …)."""
    iceberg_table: str = "warraq.revisions"
    """Its name there, with its namespace."""
    proxy_url: str = ""
    """HTTP proxy for all requests of the crawl; empty: none. Practice nights set it to the newsroom."""
    obey_ai_opt_outs: bool = False
    """Leave alone what robots.txt forbids to gatherers for artificial intelligence. Else such opt-outs are recorded
    with each article (``rights``), since keeping an archive is not training on it; whoever does must obey them."""
    read_workers: int = 0
    """Processes that read pages; 0: one per core."""
    read_timeout_s: float = 20.0
    """Seconds one page may take to read before it goes to quarantine. Real pages take under .2 s
    (measured 2026-11-22); a hundred times that is a page that hangs."""
    dask: str = ""
    """Where pages are read and articles fingerprinted: the address of a Dask scheduler (``tcp://10.0.0.5:8786``),
    ``local`` for a cluster of this machine's own, empty: in processes of this machine, without Dask."""
    gather_workers: int = 4
    """Sources gathered at the same time, each in its own process."""
    gather_deployment: str = ""
    """Prefect deployment whose workers gather the sources of a night (``gather-source/gather-source``); empty: this
    machine does."""
    crawl_timeout_s: float = 3600.0
    """Seconds a source's crawl process may take before it is stopped."""

    alerts: SecretStr = SecretStr("")
    """Where automations send what needs someone: ``mailtos://user:password@mail.example.org?to=duty@example.org``, a
    Slack incoming webhook, or any http(s) address, which gets JSON; empty: nowhere (``warraq automations``)."""

    capture_days: int | None = None
    """Days captures are kept, counted back from the newest run; unset: for ever. Without its capture an article
    cannot be read again."""
    superseded_runs: int | None = 30
    """Committed runs for which replaced versions of state and index are kept: a month to look into how a night came to
    its decisions (chosen 2026-11-22). Unset: for ever."""
    snapshot_days: int | None = None
    """Days back from the newest run as of which the archive can be read; unset: for ever. What nights replaced is kept
    for it once: about as many bytes as the nights themselves wrote."""
    version_days: int | None = 30
    """Days the bucket's older versions of objects are kept, counted back from the newest run; unset: for ever. They
    are a net for what is deleted or overwritten by mistake: a month of weekly proofs finds it (chosen 2026-11-28)."""

    @field_validator("endpoint_url", "proxy_url")
    @classmethod
    def _http_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value in ("", AWS) or (parts.scheme in ("http", "https") and parts.hostname):
            return value.rstrip("/")
        raise ValueError(f"{value!r} is not a http(s) address")

    @field_validator("dask")
    @classmethod
    def _scheduler(cls, value: str) -> str:
        if value in ("", "local") or re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", value):
            return value
        raise ValueError(f"{value!r} is neither `local` nor an address such as tcp://10.0.0.5:8786")

    @field_validator("gather_deployment")
    @classmethod
    def _deployment(cls, value: str) -> str:
        if not value or re.fullmatch(r"[^/]+/[^/]+", value):
            return value
        raise ValueError(f"{value!r} is not a deployment such as gather-source/gather-source")

    @field_validator("bucket")
    @classmethod
    def _bucket_name(cls, value: str) -> str:
        if re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
            return value
        raise ValueError(f"{value!r} is not a bucket name (3 to 63 lower-case letters, digits, dots, hyphens)")

    @field_validator("capture_days", "superseded_runs", "snapshot_days", "version_days")
    @classmethod
    def _days(cls, value: int | None) -> int | None:
        if value is None or value >= 1:
            return value
        raise ValueError("must be 1 or more, or unset for ever")

    @field_validator("read_workers")
    @classmethod
    def _not_negative(cls, value: int) -> int:
        if value >= 0:
            return value
        raise ValueError("must be 0 (one per core) or more")

    @field_validator("read_timeout_s", "crawl_timeout_s", "gather_workers")
    @classmethod
    def _positive(cls, value: float) -> float:
        if value > 0:
            return value
        raise ValueError("must be more than 0")

    @property
    def embedded(self) -> bool:
        """True when no endpoint is configured: Warraq starts its own object store."""
        return not self.endpoint_url

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Settings from the environment and ``.env``; overrides win. Raises ``SettingsError`` with the remedy."""
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            found = [(item["loc"], item["msg"]) for item in error.errors(include_url=False, include_input=False)]
            faults = "; ".join(
                f"WARRAQ_{'_'.join(map(str, where)).upper()}: {message.removeprefix('Value error, ')}"
                for where, message in found
            )
            raise SettingsError(f"wrong settings: {faults}") from None
