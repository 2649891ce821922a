"""Objects in an S3 bucket: written only under a condition, so that no writer overwrites what it has not read.

What happens on failure: every call either did what it says or raises an error of ``storage.errors`` with the
endpoint, the bucket and the remedy; botocore's own errors end here. A call without a whole answer is repeated for a
bounded time (``storage.patience``). A conditional write that was repeated after a lost answer is recognised by its
bytes, so it counts as done, not as lost.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self, TypeVar

from botocore.exceptions import BotoCoreError

from storage import embedded
from storage.connection import Connection, connect, connection_of
from storage.errors import ConflictError, ObjectMissingError, StoreError, StoreUnreachableError
from storage.patience import FIRST_PAUSES_S, PAUSES_S, CallCounter, patiently
from storage.refusals import BROKEN_OFF, refusals
from storage.settings import Settings

T = TypeVar("T")

SWAP_ATTEMPTS = 8
"""How often a lost compare-and-swap is read again: more writers than that on one object is a fault."""
LOST_PAUSE_S = 0.2
"""Longest pause, shortened at random, after a lost swap: what is read next shall be what won, also from a store whose
reads lag a little behind its writes, and writers shall not meet again at once (chosen 2026-11-22)."""

WEEK_S = 7 * 24 * 3600
"""The longest a signed address may be valid in S3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    """One object of a listing."""

    key: str
    """Object key."""
    bytes: int
    """Size."""
    etag: str
    """Entity tag, quoted as HTTP has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a write left in the bucket."""

    etag: str
    """Entity tag of the object now."""
    version_id: str | None
    """Its version; None where the store keeps no versions."""
    changed: bool
    """False when the same bytes were already there and nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An object and when it was written, all by the store's clock: no clock of a writer enters."""

    data: bytes
    """Its bytes."""
    etag: str
    """Its entity tag."""
    age_s: float
    """Seconds since it was written."""
    skew_s: float
    """Seconds this machine's clock is ahead of the store's."""


class ObjectStore:
    """A bucket. Safe to use from several threads."""

    def __init__(self, connection: Connection, client: Any) -> None:
        self.connection = connection
        """Endpoint, key, secret, region and bucket, for readers that bring their own client."""
        self.counter = CallCounter()
        """What was asked of the store by this object."""
        self._client = client
        self.counter.watch(client)

    @classmethod
    def open(cls, settings: Settings, *, connection: Connection | None = None, create: bool = True) -> Self:
        """The bucket of the settings, with ``create`` made when missing, keeping versions where the store can.

        ``connection`` replaces what the settings say about the endpoint (the embedded store's, for one).
        Raises ``StoreUnreachableError`` or ``StoreDeniedError``.
        """
        connection = connection or connection_of(settings)
        store = cls(connection, connect(connection))
        if create and store._make_bucket():
            store._keep_versions()
        return store

    def get(self, key: str, *, version_id: str | None = None) -> bytes:
        """An object's bytes, of the newest or of a given version; raises ``ObjectMissingError``."""
        version = {"VersionId": version_id} if version_id else {}
        return self._get(key, **version)[0]

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """``length`` bytes of an object from ``start``, fewer at its end; raises ``ObjectMissingError``."""
        return self._get(key, Range=f"bytes={start}-{start + length - 1}")[0]

    def get_with_etag(self, key: str) -> tuple[bytes, str] | None:
        """An object's bytes and entity tag, read together; None when it does not exist."""
        found = self._read(key)
        return (found[0], found[1].etag) if found else None

    def get_dated(self, key: str) -> Dated | None:
        """An object with its entity tag and its age, to the second; None when it does not exist."""
        try:
            data, answer = self._get(key)
        except ObjectMissingError:
            return None
        now = datetime.now(UTC)
        sent = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
        stores_now = parsedate_to_datetime(sent) if sent else now
        return Dated(
            data=data,
            etag=answer["ETag"],
            age_s=(stores_now - answer["LastModified"]).total_seconds(),
            skew_s=(now - stores_now).total_seconds(),
        )

    def head(self, key: str) -> ObjectInfo | None:
        """Size and entity tag without the bytes; None when it does not exist."""
        try:
            answer = self._call(key, lambda s3: s3.head_object(Bucket=self.connection.bucket, Key=key))
        except ObjectMissingError:
            return None
        return ObjectInfo(key=key, bytes=answer["ContentLength"], etag=answer["ETag"])

    def exists(self, key: str) -> bool:
        """Whether there is an object at the key."""
        return self.head(key) is not None

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> bool:
        """Write an object that must not change later.

        True when it was written, False when the same bytes were there; raises ``ConflictError`` on other bytes.
        """
        return self.replace_if(key, data, None, content_type=content_type).changed

    def replace_if(
        self, key: str, data: bytes, etag: str | None, *, content_type: str = "application/octet-stream"
    ) -> Written:
        """Compare-and-swap: write if the object still has ``etag``, or if there is none yet when it is None.

        Raises ``ConflictError`` when another writer was first, unless that writer left the very same bytes.
        """
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        try:
            answer = self._call(
                key,
                lambda s3: s3.put_object(
                    Bucket=self.connection.bucket, Key=key, Body=data, ContentType=content_type, **condition
                ),
            )
            return Written(etag=answer["ETag"], version_id=answer.get("VersionId"), changed=True)
        except (ConflictError, ObjectMissingError):
            found = self._read(key)
            if found is None or found[0] != data:
                time.sleep(random.uniform(0, LOST_PAUSE_S))
                raise ConflictError(
                    f"{key} in {self.connection.place} was changed by another writer: read it again and repeat"
                ) from None
            return found[1]

    def ensure(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> Written:
        """Make the object be ``data``, whatever it was; nothing is written when it already is.

        Raises ``ConflictError`` when other writers win ``SWAP_ATTEMPTS`` times running.
        """
        for _ in range(SWAP_ATTEMPTS):
            found = self._read(key)
            if found and found[0] == data:
                return found[1]
            try:
                return self.replace_if(key, data, found[1].etag if found else None, content_type=content_type)
            except ConflictError:
                continue
        raise ConflictError(f"{key} in {self.connection.place} keeps changing: is another night writing it?")

    def list(self, prefix: str = "", *, start_after: str = "") -> list[ObjectInfo]:
        """Every object whose key begins with ``prefix``, sorted by key (stores differ in the order they list).

        ``start_after`` leaves out the keys up to and including it.
        """
        pages = self.pages("list_objects_v2", prefix, StartAfter=start_after)
        listed = [item for page in pages for item in page.get("Contents", ())]
        found = [ObjectInfo(key=item["Key"], bytes=item["Size"], etag=item["ETag"]) for item in listed]
        return sorted(found, key=lambda info: info.key)

    def versions(self, key: str) -> tuple[str, ...]:
        """Ids of the object's versions, newest first; one or none where the bucket keeps no versions."""
        listed = [item for page in self.pages("list_object_versions", key) for item in page.get("Versions", ())]
        return tuple(item["VersionId"] for item in listed if item["Key"] == key)

    def link(self, key: str, *, seconds: int = WEEK_S) -> str:
        """An address a browser can open without credentials for so long; whoever has it can read the object."""
        with refusals(self.connection, key):
            url = self._client.generate_presigned_url(
                "get_object", Params={"Bucket": self.connection.bucket, "Key": key}, ExpiresIn=seconds
            )
        return str(url)

    def delete(self, key: str, **version: str) -> None:
        """Remove the object, or with ``VersionId`` a version for good. Where versions are kept, they stay."""
        self._call(key, lambda s3: s3.delete_object(Bucket=self.connection.bucket, Key=key, **version))

    def _get(self, key: str, **part: str) -> tuple[bytes, Any]:
        """Bytes and answer; one that breaks off is asked for again, which the client library does not do."""

        def whole(s3: Any) -> tuple[bytes, Any]:
            answer = s3.get_object(Bucket=self.connection.bucket, Key=key, **part)
            try:
                return bytes(answer["Body"].read()), answer
            except (BotoCoreError, OSError) as error:
                self.counter.count_fault(type(error).__name__)
                raise

        return self._call(key, whole)

    def pages(self, operation: str, prefix: str, **asked: str) -> Iterable[Any]:
        """Every page of a listing."""
        asked = {"Bucket": self.connection.bucket, "Prefix": prefix, **asked}
        return self._call(prefix, lambda s3: list(s3.get_paginator(operation).paginate(**asked)))

    def _call(self, key: str, call: Callable[[Any], T], *, first: bool = False) -> T:
        """The result of a call of the client, repeated while the store does not answer; errors name ``key``."""

        def once() -> T:
            with refusals(self.connection, key):
                try:
                    return call(self._client)
                except BROKEN_OFF as error:
                    self.counter.count_fault(type(error).__name__)
                    raise

        return patiently(once, FIRST_PAUSES_S if first else PAUSES_S)

    def _read(self, key: str) -> tuple[bytes, Written] | None:
        try:
            data, answer = self._get(key)
        except ObjectMissingError:
            return None
        return data, Written(etag=answer["ETag"], version_id=answer.get("VersionId"), changed=False)

    def _make_bucket(self) -> bool:
        """Make the bucket unless it is there; whether it was made now.

        It is looked for by listing, not by HEAD, whose errors carry no code that tells what is wrong.
        """
        bucket = self.connection.bucket
        try:
            self._call("", lambda s3: s3.list_objects_v2(Bucket=bucket, MaxKeys=1), first=True)
            return False
        except ObjectMissingError:
            place = {"LocationConstraint": self.connection.region}
            default = self.connection.region == "us-east-1"
            configuration = {} if default else {"CreateBucketConfiguration": place}
        try:
            self._call("", lambda s3: s3.create_bucket(Bucket=bucket, **configuration))
        except ConflictError:
            # Made meanwhile: by a call of ours whose answer was lost, or by another writer that starts as we do.
            self._call("", lambda s3: s3.list_objects_v2(Bucket=bucket, MaxKeys=1))
        return True

    def _keep_versions(self) -> None:
        """Only for a bucket made here: whoever made another one decided on versions himself."""
        wanted = {"Status": "Enabled"}
        try:
            self._call(
                "",
                lambda s3: s3.put_bucket_versioning(Bucket=self.connection.bucket, VersioningConfiguration=wanted),
            )
        except StoreUnreachableError:
            raise
        except StoreError:
            # A store without versions: the manifest then records none, and old nights cannot be read again.
            return


@contextmanager
def open_store(settings: Settings, *, create: bool = True) -> Iterator[ObjectStore]:
    """The bucket of the settings; without an endpoint, the embedded store runs for as long as the block does.

    Without ``create`` a bucket that is missing is not made, but in the embedded store, which has no other user.
    """
    if not settings.embedded:
        yield ObjectStore.open(settings, create=create)
        return
    with embedded.running(settings.data_dir, bucket=settings.bucket) as connection:
        yield ObjectStore.open(settings, connection=connection)
