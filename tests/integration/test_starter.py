"""The process that starts crawls: real crawls, killed and failing ones, and what happens when it dies itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers import crawl
from crawlers.newsroom import nights
from crawlers.newsroom.server import serving
from crawlers.spool import load_gathered
from crawlers.starter import NAME, CrawlProcess, CrawlStarter
from storage.errors import WarraqError

RUN = "2026-11-18"
LIMIT_S = 60.0


@pytest.fixture
def starter() -> Iterator[CrawlStarter]:
    with CrawlStarter() as begun:
        yield begun


def ended(process: CrawlProcess) -> tuple[int, list[str]]:
    lines = list(process.stderr)
    return process.wait(), [json.loads(line)["message"] for line in lines if line.startswith("{")]


def names() -> dict[int, str]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            found[int(path.parent.name)] = path.read_text().strip()
        except OSError:
            continue
    return found


def crawling(source_id: str) -> int:
    """The process id of a crawl, as soon as there is one."""
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        found = [pid for pid, name in names().items() if name == f"{NAME} {source_id}"]
        if found:
            return found[0]
        time.sleep(0.01)
    raise AssertionError(f"no crawl of {source_id} within {LIMIT_S} s")


def test_a_crawl_it_starts_gathers_what_one_of_its_own_gathers(starter: CrawlStarter, tmp_path: Path) -> None:
    with serving(1) as newsroom:
        alone, forked = (
            crawl.arguments(
                source_id="minbar", run=RUN, spool=tmp_path / name, proxy=newsroom.url, clock=nights.clock(1)
            )
            for name in ("alone", "forked")
        )
        subprocess.run([sys.executable, "-m", "crawlers.crawl", *alone], check=True, capture_output=True)
        status, said = ended(starter.start(forked))
    assert status == 0
    assert any(line.startswith("minbar: ") for line in said)
    assert load_gathered(tmp_path / "forked", RUN, "minbar") == load_gathered(tmp_path / "alone", RUN, "minbar")


def test_crawls_run_side_by_side_in_the_environment_of_their_start(
    starter: CrawlStarter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(1) as newsroom:
        monkeypatch.setenv("WARRAQ_PROXY_URL", newsroom.url)
        started = [
            starter.start(crawl.arguments(source_id=name, run=RUN, spool=tmp_path, proxy=newsroom.url))
            for name in ("minbar", "rafid")
        ]
        monkeypatch.setenv("WARRAQ_READ_WORKERS", "none at all")
        wrong = starter.start(crawl.arguments(source_id="mada", run=RUN, spool=tmp_path, proxy=newsroom.url))
        assert [ended(one)[0] for one in started] == [0, 0]
        status, said = ended(wrong)
    assert status == 2
    assert any("WARRAQ_READ_WORKERS" in line for line in said)


def test_an_unknown_source_ends_with_the_status_of_a_wrong_setting(starter: CrawlStarter, tmp_path: Path) -> None:
    status, said = ended(starter.start(crawl.arguments(source_id="nobody", run=RUN, spool=tmp_path)))
    assert status == 2
    assert any("nobody" in line for line in said)


@pytest.mark.parametrize("way", ["signal", "method"])
def test_a_crawl_that_is_killed_says_by_which_signal(starter: CrawlStarter, tmp_path: Path, way: str) -> None:
    with serving(1) as newsroom:
        process = starter.start(crawl.arguments(source_id="minbar", run=RUN, spool=tmp_path, proxy=newsroom.url))
        pid = crawling("minbar")
        if way == "signal":
            os.kill(pid, signal.SIGKILL)
        else:
            process.kill()
        assert ended(process)[0] == -signal.SIGKILL


def test_crawls_die_with_it_and_the_next_start_begins_another(starter: CrawlStarter, tmp_path: Path) -> None:
    with serving(1) as newsroom:
        line = crawl.arguments(source_id="minbar", run=RUN, spool=tmp_path, proxy=newsroom.url)
        process = starter.start(line)
        pid = crawling("minbar")
        assert starter._process is not None
        starter._process.kill()
        assert ended(process)[0] == -signal.SIGKILL
        until = time.monotonic() + LIMIT_S
        while pid in names() and time.monotonic() < until:
            time.sleep(0.05)
        assert pid not in names()
        assert ended(starter.start(line))[0] == 0


def test_it_ends_with_the_process_that_holds_it(tmp_path: Path) -> None:
    holder = (
        "import sys, time\nfrom crawlers.starter import CrawlStarter\n"
        "with CrawlStarter() as starter:\n    starter.start(sys.argv[1:])\n    time.sleep(600)"
    )
    with serving(1) as newsroom:
        line = crawl.arguments(source_id="rafid", run=RUN, spool=tmp_path, proxy=newsroom.url)
        process = subprocess.Popen([sys.executable, "-c", holder, *line])
        pid = crawling("rafid")
        process.kill()
        process.wait()
        until = time.monotonic() + LIMIT_S
        while pid in names() and time.monotonic() < until:
            time.sleep(0.05)
    assert pid not in names()


def test_nothing_it_imports_installs_a_reactor() -> None:
    code = (
        "import sys\nfrom crawlers import starter\nstarter._import_all()\n"
        "assert 'twisted.internet.reactor' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_is_used_as_a_context_manager() -> None:
    with pytest.raises(WarraqError, match="context manager"):
        CrawlStarter().start([])
