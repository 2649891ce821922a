"""Objects in an S3 bucket: written only under a condition, so that no writer overwrites what it has not read.

What happens on failure: every call either did what it says or raises an error of ``storage.errors`` with the
endpoint, the bucket and the remedy; botocore's own errors end here. A conditional write that the client library
repeated after a lost answer is recognised by its bytes, so it counts as done, not as lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from storage import embedded
from storage.connection import Connection, connect, connection_of
from storage.errors import ConflictError, ObjectMissingError, StoreDeniedError, StoreError, StoreUnreachableError
from storage.settings import Settings

SWAP_ATTEMPTS = 8
"""How often a lost compare-and-swap is read again: more writers than that on one object is a fault."""

_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "404", "NotFound"})
_LOST = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412"})
_WRONG_KEY = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "InvalidSecurity"}
)
_WRONG_REGION = frozenset(
    {"AuthorizationHeaderMalformed", "PermanentRedirect", "301", "IllegalLocationConstraintException"}
)


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


class ObjectStore:
    """A bucket. Safe to use from several threads."""

    def __init__(self, connection: Connection, client: Any) -> None:
        self.connection = connection
        """Endpoint, key, secret, region and bucket, for readers that bring their own client."""
        self._client = client

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
        with self._errors(key):
            answer = self._client.get_object(Bucket=self.connection.bucket, Key=key, **version)
            return bytes(answer["Body"].read())

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """``length`` bytes of an object from ``start``, fewer at its end; raises ``ObjectMissingError``."""
        with self._errors(key):
            found = self._client.get_object(
                Bucket=self.connection.bucket, Key=key, Range=f"bytes={start}-{start + length - 1}"
            )
            data: bytes = found["Body"].read()
            return data

    def get_with_etag(self, key: str) -> tuple[bytes, str] | None:
        """An object's bytes and entity tag, read together; None when it does not exist."""
        found = self._read(key)
        return (found[0], found[1].etag) if found else None

    def head(self, key: str) -> ObjectInfo | None:
        """Size and entity tag without the bytes; None when it does not exist."""
        try:
            with self._errors(key):
                answer = self._client.head_object(Bucket=self.connection.bucket, Key=key)
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
            with self._errors(key):
                answer = self._client.put_object(
                    Bucket=self.connection.bucket, Key=key, Body=data, ContentType=content_type, **condition
                )
            return Written(etag=answer["ETag"], version_id=answer.get("VersionId"), changed=True)
        except (ConflictError, ObjectMissingError):
            found = self._read(key)
            if found is None or found[0] != data:
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
        with self._errors(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.connection.bucket, Prefix=prefix, StartAfter=start_after
            )
            found = [
                ObjectInfo(key=item["Key"], bytes=item["Size"], etag=item["ETag"])
                for page in pages
                for item in page.get("Contents", ())
            ]
        return sorted(found, key=lambda info: info.key)

    def versions(self, key: str) -> tuple[str, ...]:
        """Ids of the object's versions, newest first; one or none where the bucket keeps no versions."""
        with self._errors(key):
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self.connection.bucket, Prefix=key
            )
            listed = [item for page in pages for item in page.get("Versions", ())]
        return tuple(item["VersionId"] for item in listed if item["Key"] == key)

    def link(self, key: str, *, seconds: int = WEEK_S) -> str:
        """An address a browser can open without credentials for so long; whoever has it can read the object."""
        with self._errors(key):
            url = self._client.generate_presigned_url(
                "get_object", Params={"Bucket": self.connection.bucket, "Key": key}, ExpiresIn=seconds
            )
        return str(url)

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens when there is none. Where versions are kept, they stay."""
        with self._errors(key):
            self._client.delete_object(Bucket=self.connection.bucket, Key=key)

    def _read(self, key: str) -> tuple[bytes, Written] | None:
        try:
            with self._errors(key):
                answer = self._client.get_object(Bucket=self.connection.bucket, Key=key)
                data = bytes(answer["Body"].read())
        except ObjectMissingError:
            return None
        return data, Written(etag=answer["ETag"], version_id=answer.get("VersionId"), changed=False)

    def _make_bucket(self) -> bool:
        """Make the bucket unless it is there; whether it was made now.

        It is looked for by listing, not by HEAD, whose errors carry no code that tells what is wrong.
        """
        try:
            with self._errors(""):
                self._client.list_objects_v2(Bucket=self.connection.bucket, MaxKeys=1)
            return False
        except ObjectMissingError:
            place = {"LocationConstraint": self.connection.region}
            default = self.connection.region == "us-east-1"
            with self._errors(""):
                self._client.create_bucket(
                    Bucket=self.connection.bucket, **({} if default else {"CreateBucketConfiguration": place})
                )
            return True

    def _keep_versions(self) -> None:
        """Only for a bucket made here: whoever made another one decided on versions himself."""
        try:
            self._client.put_bucket_versioning(
                Bucket=self.connection.bucket, VersioningConfiguration={"Status": "Enabled"}
            )
        except ClientError:
            # A store without versions: the manifest then records none, and old nights cannot be read again.
            return

    @contextmanager
    def _errors(self, key: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise _refused(error, self.connection, key) from None
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise StoreDeniedError(
                f"no credentials for {self.connection.place} ({error}): set WARRAQ_ACCESS_KEY_ID and "
                "WARRAQ_SECRET_ACCESS_KEY, or an AWS profile"
            ) from None
        except (BotoCoreError, OSError) as error:
            raise StoreUnreachableError(
                f"no answer from {self.connection.place} ({type(error).__name__}): is the store running and "
                "WARRAQ_ENDPOINT_URL right?"
            ) from None


@contextmanager
def open_store(settings: Settings) -> Iterator[ObjectStore]:
    """The bucket of the settings; without an endpoint, the embedded store runs for as long as the block does."""
    if not settings.embedded:
        yield ObjectStore.open(settings)
        return
    with embedded.running(settings.data_dir, bucket=settings.bucket) as connection:
        yield ObjectStore.open(settings, connection=connection)


def _refused(error: ClientError, connection: Connection, key: str) -> StoreError:
    """The error of ``storage.errors`` for a store's answer."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    where = connection.place
    if code in _MISSING or code == "NoSuchBucket":
        missing = f"{key} is not in {where}" if key else f"there is no {where}"
        return ObjectMissingError(
            f"{missing}: has the night that writes it been committed, and is WARRAQ_BUCKET right?"
        )
    if code in _LOST or status == 409:
        return ConflictError(f"{key} in {where} was changed by another writer: read it again and repeat")
    if code in _WRONG_KEY:
        return StoreDeniedError(
            f"{where} refuses the credentials ({code}): check WARRAQ_ACCESS_KEY_ID and WARRAQ_SECRET_ACCESS_KEY"
        )
    if code in _WRONG_REGION:
        return StoreDeniedError(f"{where} is in another region than {connection.region!r}: set WARRAQ_REGION")
    if status in (401, 403):
        return StoreDeniedError(
            f"{where} denies {error.operation_name} {key} ({code}): the key needs the right to list, get and put"
        )
    if status >= 500 or status == 429:
        return StoreUnreachableError(f"{where} failed {error.operation_name} {key} ({status} {code}): try again later")
    return StoreError(
        f"{where} refused {error.operation_name} {key} ({status} {code}): {error.response['Error'].get('Message', '')}"
    )
