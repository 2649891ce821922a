"""The default object store: SeaweedFS on a loopback port, shared by every process that uses a data folder.

``running`` starts the store, or joins it when another process already uses it, and leaves it at the end; the last
one out stops it (``storage.keeper`` says how). ``<data_dir>/store`` holds the generated credentials (readable by
the owner only), the address, the log and the data; removing it removes the archive.

What happens on failure: a store that does not answer within ``START_S`` raises ``StoreUnreachableError`` with the
path of its log. A user that is killed leaves nothing behind.
"""

import json
import os
import secrets
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from storage import keeper
from storage.connection import Connection
from storage.errors import StoreUnreachableError

START_S = 30.0
"""Seconds until the store must answer; it needs about 1 (2026-11-22), more on a busy machine."""
REGION = "us-east-1"
"""Any name would do; this is the one for which no client asks for a location."""

PROBE = "warraq-probe"
"""Bucket of the one object that tells whether contents can be read."""

_attached: "weakref.WeakSet[Attachment]" = weakref.WeakSet()


class Attachment:
    """This process's hold on a store: while it is open, the store runs."""

    def __init__(self, connection: Connection, users: IO[str]) -> None:
        self.connection = connection
        """How to reach it."""
        self._users = users
        _attached.add(self)

    def close(self) -> None:
        """Let go; the store stops when nobody else holds it. Closing twice does nothing."""
        self._users.close()


@contextmanager
def running(data_dir: Path, *, bucket: str = "warraq") -> Iterator[Connection]:
    """The store of ``data_dir``, running for as long as the block does."""
    attachment = attach(data_dir, bucket=bucket)
    try:
        yield attachment.connection
    finally:
        attachment.close()


def attach(data_dir: Path, *, bucket: str = "warraq") -> Attachment:
    """Start or join the store of ``data_dir`` until ``close``; raises ``StoreUnreachableError``."""
    folder = data_dir.absolute() / "store"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Opened for this process alone: children started by it do not inherit the hold.
        users = (folder / keeper.USERS).open("a+")
    except OSError as error:
        raise _unusable(folder, error) from None
    try:
        if not keeper.lock(users, START_S, shared=True):
            raise _failed(folder, "is still stopping")
        with (folder / keeper.STARTING).open("a+") as starting:
            if not keeper.lock(starting, START_S):
                raise _failed(folder, "is being started by another process that does not get on")
            key, secret = _credentials(folder)
            url = _wait_until_ready(folder, key, secret)
    except BaseException as error:
        users.close()
        if isinstance(error, OSError | ValueError | KeyError):
            raise _unusable(folder, error) from None
        raise
    connection = Connection(
        endpoint_url=url, access_key_id=key, secret_access_key=secret, region=REGION, bucket=bucket
    )
    return Attachment(connection, users)


def _credentials(folder: Path) -> tuple[str, str]:
    path = folder / keeper.CREDENTIALS
    if not path.exists():
        made = {"access_key_id": secrets.token_hex(10), "secret_access_key": secrets.token_hex(20)}
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
        new.replace(path)
    kept = json.loads(path.read_text())
    return kept["access_key_id"], kept["secret_access_key"]


def _is_kept(folder: Path) -> bool:
    with (folder / keeper.KEEPER).open("a+") as file:
        return not keeper.try_lock(file)


def _start_keeper(folder: Path) -> subprocess.Popen[bytes]:
    log = folder / keeper.LOG
    mode = "wb" if log.exists() and log.stat().st_size > keeper.LOG_BYTES else "ab"
    # The package need not be installed: a checkout on the caller's path must be found by the child too.
    path = os.pathsep.join(part for part in (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")) if part)
    with log.open(mode) as output:
        return subprocess.Popen(
            [sys.executable, "-m", "storage.keeper", str(folder)],
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _wait_until_ready(folder: Path, key: str, secret: str) -> str:
    """The store's address once it answers; a keeper is started when none is alive, also when one dies meanwhile."""
    process: subprocess.Popen[bytes] | None = None
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process is None and not _is_kept(folder):
            process = _start_keeper(folder)
        port = keeper.saved_ports(folder).get("s3")
        if port and _answers(f"http://127.0.0.1:{port}", key, secret):
            return f"http://127.0.0.1:{port}"
        if process is not None and process.poll() is not None:
            raise _failed(folder, "could not be started")
        time.sleep(0.05)
    raise _failed(folder, f"did not answer within {START_S:.0f} s")


def _answers(url: str, key: str, secret: str) -> bool:
    """Whether the store at ``url`` knows our credentials (another one at that port would not) and has its data.

    After a start the server answers for names before it finds contents: objects give errors for up to some seconds.
    So an object that was written at the first start is read.
    """
    status = _call("GET", f"{url}/{PROBE}/object", key, secret)
    if status == HTTPStatus.NOT_FOUND:
        _call("PUT", f"{url}/{PROBE}", key, secret)
        _call("PUT", f"{url}/{PROBE}/object", key, secret)
        status = _call("GET", f"{url}/{PROBE}/object", key, secret)
    return status == HTTPStatus.OK


def _call(method: str, url: str, key: str, secret: str) -> int | None:
    """Status of a signed request; None without an answer."""
    data = b"ready" if method == "PUT" and url.endswith("/object") else b""
    request = AWSRequest(method, url, data=data)
    S3SigV4Auth(Credentials(key, secret), "s3", REGION).add_auth(request)
    signed = Request(url, method=method, data=data or None, headers=dict(request.headers))
    try:
        with build_opener(ProxyHandler({})).open(signed, timeout=2) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException):
        return None


def _failed(folder: Path, how: str) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"the embedded object store in {folder} {how}: see {folder / keeper.LOG}, or set WARRAQ_ENDPOINT_URL"
    )


def _unusable(folder: Path, error: Exception) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"the embedded object store cannot use {folder} ({error}): make it writable, or set WARRAQ_DATA_DIR"
    )


def _let_go_after_fork() -> None:
    """A forked child would keep the store alive after its parent ended; it closes its copies, the parent's stay."""
    for attachment in list(_attached):
        attachment.close()


os.register_at_fork(after_in_child=_let_go_after_fork)
