"""What the command line says when something is wrong: one line with the remedy, no traceback, nothing published."""

import fcntl
import os
import resource
import subprocess
from pathlib import Path

import pytest

from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.nights import OF_ATTEMPTS, environment, run_night, warraq


def _run(*arguments: str, env: dict[str, str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        warraq(*arguments), env=env, capture_output=True, text=True, timeout=240, check=False, **options
    )


def _says(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    said = done.stderr.strip().splitlines()
    assert done.returncode == status, done.stderr[-2000:]
    assert "Traceback" not in done.stderr + done.stdout
    assert said[-1].startswith("warraq: ")
    for word in words:
        assert word in said[-1]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WARRAQ_BUCKET", "No Such Bucket!", ("WARRAQ_BUCKET",)),
        ("WARRAQ_ENDPOINT_URL", "not-an-address", ("WARRAQ_ENDPOINT_URL",)),
        ("WARRAQ_READ_TIMEOUT_S", "-1", ("WARRAQ_READ_TIMEOUT_S",)),
    ],
)
def test_a_wrong_setting_is_named_with_status_2(
    store_settings: Settings, name: str, value: str, words: tuple[str, ...]
) -> None:
    env = environment(store_settings, "http://127.0.0.1:9/api") | {name: value}
    _says(_run("nightly", env=env), 2, *words)


def test_an_unreachable_store_is_one_line_with_status_1(store_settings: Settings) -> None:
    env = environment(store_settings, "http://127.0.0.1:9/api") | {"WARRAQ_ENDPOINT_URL": "http://127.0.0.1:9"}
    _says(_run("nightly", env=env), 1, "127.0.0.1:9", "WARRAQ_ENDPOINT_URL")


def test_a_wrong_secret_is_one_line_with_status_1(store_settings: Settings) -> None:
    env = environment(store_settings, "http://127.0.0.1:9/api") | {"WARRAQ_SECRET_ACCESS_KEY": "wrong"}
    _says(_run("nightly", env=env), 1, "WARRAQ_SECRET_ACCESS_KEY")


def test_an_unknown_source_is_named_with_the_closest_ones(store_settings: Settings, api_url: str) -> None:
    env = environment(store_settings, api_url)
    _says(_run("nightly", "--sources", "minbarr", env=env), 2, "minbarr", "minbar")


def test_a_real_publisher_is_not_asked_without_a_contact(store_settings: Settings, api_url: str) -> None:
    env = environment(store_settings, api_url)
    _says(_run("nightly", "--sources", "press", env=env), 2, "WARRAQ_CONTACT")


def test_a_full_disk_ends_the_night_before_anything_is_published(store_settings: Settings, api_url: str) -> None:
    limit = 20_000  # bytes a file may have: the spool of the first source is larger

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    env = environment(store_settings, api_url)
    done = _run("nightly", "--sources", "minbar", env=env, preexec_fn=small_files)
    _says(done, 1, str(store_settings.data_dir))
    store = ObjectStore.open(store_settings)
    written = [info.key for info in store.list("") if not info.key.endswith(OF_ATTEMPTS)]
    assert [key for key in written if not key.startswith("captures/")] == []
    run_night(store_settings, api_url, 1, WARRAQ_SOURCES="minbar")  # with room again, the same night goes on


def test_a_night_of_only_broken_sources_publishes_a_report_and_no_data(store_settings: Settings, api_url: str) -> None:
    env = environment(store_settings, api_url)
    done = _run("nightly", "--sources", "mina,hisn,saa", env=env)
    _says(done, 1, "not published")
    keys = [info.key for info in ObjectStore.open(store_settings).list("") if not info.key.endswith(OF_ATTEMPTS)]
    assert [key for key in keys if not key.startswith(("captures/", "reports/"))] == []
    assert any(key.startswith("reports/") for key in keys)


def test_a_second_night_on_one_data_folder_is_refused(store_settings: Settings, api_url: str) -> None:
    store_settings.data_dir.mkdir(parents=True)
    with (store_settings.data_dir / "night.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _says(_run("nightly", env=environment(store_settings, api_url)), 1, "another night is running")


def test_help_is_quick_to_import(tmp_path: Path) -> None:
    heavy = ("prefect", "scrapy", "trafilatura", "pyarrow")
    code = f"import sys, flows.cli; print([name for name in {heavy!r} if name in sys.modules])"
    env = {name: value for name, value in os.environ.items() if not name.startswith("WARRAQ_")}
    done = subprocess.run(
        [*warraq()[:1], "-c", code], env=env, cwd=Path.cwd(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
