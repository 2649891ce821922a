"""What a store's refusal means: the error of ``storage.errors``, with the remedy."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from storage.connection import Connection
from storage.errors import ConflictError, ObjectMissingError, StoreDeniedError, StoreError, StoreUnreachableError

_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "404", "NotFound"})
_LOST = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412"})
_WRONG_KEY = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "InvalidSecurity"}
)
_WRONG_REGION = frozenset(
    {"AuthorizationHeaderMalformed", "PermanentRedirect", "301", "IllegalLocationConstraintException"}
)
_CLOCK = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"})
_PASSING = frozenset({"RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentChecksumMismatch"})
"""Refusals with a 4xx status of what the line, not the caller, did wrong: the same call again may be right."""
BROKEN_OFF = (HTTPError, ResponseParserError)
"""What boto3 lets through when an answer other than an object ends too early; it does not repeat these."""


@contextmanager
def refusals(connection: Connection, key: str) -> Iterator[None]:
    """Turns what boto3 raises in the block into errors of ``storage.errors`` that name ``key`` and the bucket."""
    try:
        yield
    except ClientError as error:
        raise _refused(error, connection, key) from None
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise StoreDeniedError(
            f"no credentials for {connection.place} ({error}): set WARRAQ_ACCESS_KEY_ID and "
            "WARRAQ_SECRET_ACCESS_KEY, or an AWS profile"
        ) from None
    except (BotoCoreError, OSError, *BROKEN_OFF) as error:
        raise StoreUnreachableError(
            f"no answer from {connection.place} ({type(error).__name__}): is the store running and "
            "WARRAQ_ENDPOINT_URL right?"
        ) from None


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
    if code in _CLOCK:
        return StoreDeniedError(f"{where} finds this machine's clock wrong ({code}): set the clock (NTP)")
    if status in (401, 403):
        return StoreDeniedError(
            f"{where} denies {error.operation_name} {key} ({code}): the key needs the right to list, get and put"
        )
    if status >= 500 or status == 429 or code in _PASSING:
        return StoreUnreachableError(f"{where} failed {error.operation_name} {key} ({status} {code}): try again later")
    return StoreError(
        f"{where} refused {error.operation_name} {key} ({status} {code}): {error.response['Error'].get('Message', '')}"
    )
