"""The embedded store: shared by processes, gone with the last of them, whole after any sudden end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import embedded, keeper
from storage.errors import StoreUnreachableError
from storage.objects import ObjectStore, open_store
from storage.settings import Settings


def user_process(data_dir: Path, then: str) -> subprocess.Popen[str]:
    """Another process that holds the store, has printed its address, and then does what it is told."""
    code = (
        "import sys, time, pathlib\nfrom storage import embedded\n"
        "with embedded.running(pathlib.Path(sys.argv[1])) as connection:\n"
        f"    print(connection.endpoint_url, flush=True)\n    {then}\n"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(data_dir)], stdout=subprocess.PIPE, text=True)


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


def is_kept(data_dir: Path) -> bool:
    with (data_dir / "store" / keeper.KEEPER).open("a+") as file:
        return not keeper.try_lock(file)


def server_pid(data_dir: Path) -> int:
    return int((data_dir / "store" / keeper.SERVER).read_text())


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def embedded_settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir)


def test_the_store_stops_when_its_last_user_was_killed(tmp_path: Path) -> None:
    user = user_process(tmp_path, "time.sleep(600)")
    assert address_of(user).startswith("http://127.0.0.1:")
    server = server_pid(tmp_path)
    user.send_signal(signal.SIGKILL)
    user.wait()
    wait_until(lambda: not is_kept(tmp_path))
    assert has_ended(server)


def test_two_processes_share_one_store_and_the_second_keeps_it_alive(tmp_path: Path) -> None:
    first = user_process(tmp_path, "time.sleep(600)")
    address = address_of(first)
    with open_store(embedded_settings(tmp_path)) as store:
        assert store.connection.endpoint_url == address
        first.kill()
        first.wait()
        time.sleep(3 * keeper.POLL_S)
        assert store.put_new("k", b"still there")
    wait_until(lambda: not is_kept(tmp_path))


def test_processes_that_start_at_once_start_one_store(tmp_path: Path) -> None:
    users = [user_process(tmp_path, "time.sleep(600)") for _ in range(4)]
    try:
        assert len({address_of(user) for user in users}) == 1
    finally:
        for user in users:
            user.kill()
            user.wait()


def test_objects_and_address_survive_the_sudden_end_of_server_and_keeper(tmp_path: Path) -> None:
    with open_store(embedded_settings(tmp_path)) as store:
        written = {f"k/{n}": os.urandom(20_000) for n in range(20)}
        for key, data in written.items():
            store.put_new(key, data)
        killed = server_pid(tmp_path)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: server_pid(tmp_path) != killed)
        wait_until(lambda: _reads(store, written))
        address = store.connection.endpoint_url
        os.kill(_keeper_pid(tmp_path), signal.SIGKILL)
        wait_until(lambda: not is_kept(tmp_path))
    with open_store(embedded_settings(tmp_path)) as store:
        assert {key: store.get(key) for key in written} == written
        assert store.connection.endpoint_url == address


def _reads(store: ObjectStore, written: dict[str, bytes]) -> bool:
    try:
        return {key: store.get(key) for key in written} == written
    except StoreUnreachableError:
        return False


def _keeper_pid(data_dir: Path) -> int:
    return int(Path(f"/proc/{server_pid(data_dir)}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_child_made_by_fork_does_not_keep_the_store_alive(tmp_path: Path) -> None:
    child = (
        "import os\n    pid = os.fork()\n    time.sleep(0 if pid else 600)\n    print(pid, flush=True); os._exit(0)"
    )
    user = user_process(tmp_path, child)
    address_of(user)
    pid = int(address_of(user))
    try:
        user.wait(10)
        wait_until(lambda: not is_kept(tmp_path))
    finally:
        os.kill(pid, signal.SIGKILL)


def test_a_store_that_cannot_start_says_where_its_log_is(tmp_path: Path) -> None:
    with embedded.running(tmp_path):
        pass
    wait_until(lambda: not is_kept(tmp_path))
    (tmp_path / "store" / "data").rename(tmp_path / "aside")
    (tmp_path / "store" / "data").write_text("not a folder")
    with pytest.raises(StoreUnreachableError, match=r"keeper\.log"), embedded.running(tmp_path):
        pass


def test_a_folder_that_cannot_be_used_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnreachableError, match="WARRAQ_DATA_DIR"), embedded.running(tmp_path / "file"):
        pass
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / keeper.CREDENTIALS).write_text("{}")
    with pytest.raises(StoreUnreachableError, match="access_key_id"), embedded.running(tmp_path):
        pass


def test_credentials_are_the_owners_alone_and_stay_the_same(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as first:
        assert (tmp_path / "store" / keeper.CREDENTIALS).stat().st_mode & 0o077 == 0
        with embedded.running(tmp_path) as second:
            assert first == second


def test_every_port_of_the_server_is_on_loopback(tmp_path: Path) -> None:
    with embedded.running(tmp_path):
        sockets = {
            link.readlink().name for link in Path(f"/proc/{server_pid(tmp_path)}/fd").iterdir() if link.is_symlink()
        }
        inodes = {name[8:-1] for name in sockets if name.startswith("socket:")}
        listening = [
            line.split()[1]
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[9] in inodes
        ]
        assert len(listening) >= 5
        assert {place.split(":")[0] for place in listening} == {"0100007F"}
