"""WARC files made by others (CC-NEWS, Heritrix, Browsertrix …), read one response at a time.

A file is a path or ``s3://bucket/key``; the latter is fetched whole into a folder first, with boto3's own credentials
and endpoint (``AWS_…``), since it need not lie where the archive does. Plain files and files of gzip members are read.

What happens on failure: ``UsageError`` for what is not there or is no WARC file; a record that cannot be read is given
as one without a response, and the file is read on as far as it can be.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.captures import StoredResponse
from storage.errors import UsageError

MAX_BODY_BYTES = 16 * 1024 * 1024
"""Larger bodies are no articles; as much as the crawl takes of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRecord:
    """One record of the file."""

    kind: str
    """``WARC-Type``; ``broken`` for one that cannot be read."""
    url: str
    """What it is about; empty when it does not say."""
    response: StoredResponse | None
    """The response it holds; None for any other record, and for one that is too large or cannot be read."""


def fetched(where: str, folder: Path) -> Path:
    """The local file of a path or an S3 address; raises ``UsageError`` for one that is not there."""
    if not where.startswith("s3://"):
        path = Path(where)
        if not path.is_file():
            raise UsageError(f"{where}: no such file; give a path or s3://bucket/key of a WARC file")
        return path
    parts = urlsplit(where)
    target = folder / Path(parts.path).name
    if target.exists():
        return target
    part = folder / "fetched.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        boto3.client("s3").download_file(parts.netloc, parts.path.lstrip("/"), str(part))
    except (BotoCoreError, ClientError, OSError) as error:
        raise UsageError(f"{where} cannot be fetched: {error}; AWS_… of the environment say how") from None
    part.replace(target)
    return target


def responses(path: Path) -> Iterator[tuple[ForeignRecord, float]]:
    """Every record and how much of the file it ends at, 0 to 1. Raises ``UsageError`` for no WARC file."""
    size = max(path.stat().st_size, 1)
    with path.open("rb") as stream:
        found = 0
        try:
            with closing(ArchiveIterator(stream)) as archive:
                for record in archive:
                    found += 1
                    yield _record(record), min(1.0, stream.tell() / size)
        except (ArchiveLoadFailed, EOFError, ValueError) as error:
            if not found:
                raise UsageError(f"{path} is not a WARC file: {error}") from None
            yield ForeignRecord(kind="broken", url="", response=None), 1.0


def _record(record: Any) -> ForeignRecord:
    kind, url = str(record.rec_type), record.rec_headers.get_header("WARC-Target-URI") or ""
    # Old writers put the address between angle brackets.
    url = url.strip("<>")
    if kind != "response" or record.http_headers is None:
        return ForeignRecord(kind=kind, url=url, response=None)
    try:
        body = record.content_stream().read(MAX_BODY_BYTES + 1)
        date = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")).astimezone(UTC)
        status = int(record.http_headers.get_statuscode())
    except Exception:
        # Each content encoding has errors of its own, and headers are a stranger's.
        return ForeignRecord(kind="broken", url=url, response=None)
    if len(body) > MAX_BODY_BYTES:
        return ForeignRecord(kind="too large", url=url, response=None)
    response = StoredResponse(
        url=url,
        status=status,
        reason="",
        headers=tuple(record.http_headers.headers),
        body=body,
        fetched_at=date.replace(microsecond=0),
    )
    return ForeignRecord(kind=kind, url=url, response=response)
