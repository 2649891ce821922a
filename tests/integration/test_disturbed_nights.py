"""Whole nights that are killed, asked through a line that fails, or begun twice: always the undisturbed bytes.

``make torture`` is the long form of the first test.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from crawlers.newsroom import nights
from crawlers.newsroom.server import serving
from storage import layout, manifest
from storage.attempts import load
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.faults import Answer, Faults, Request
from tests.integration.nights import environment
from tests.integration.torture import Calm, Ground, Kill, attempt, calm_night, differences, ground, prepared, trial

pytestmark = pytest.mark.slow
RUN = nights.run(1)
HELD_S = 100.0
"""Longest time an answer is held, should a test end early."""


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory, api_url: str) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("ground"), api_url) as made:
        yield made


@pytest.fixture(scope="module")
def calm(on: Ground) -> Calm:
    """Night 1, undisturbed."""
    return calm_night(on, on.settings("calm"), 1)


def test_a_night_whose_parts_are_killed_goes_on_and_killed_itself_ends_in_the_same_bytes(
    on: Ground, calm: Calm
) -> None:
    # At steps, not at moments: beside other tests a night takes half or twice the time of the undisturbed one.
    parts = (Kill("crawl"), Kill("reader", "captures", nth=2), Kill("store", "captures", nth=4))
    attempts: list[tuple[Kill, ...]] = [
        (*parts, Kill("flow", "articles", nth=2, after=True)),
        (Kill("flow", "runs/manifest.json", nth=1, after=True),),
        (Kill("flow", "runs/latest.json", nth=1),),
    ]
    done = trial(on, "killed", 1, calm, attempts)
    assert [str(one) for one, fell in done.kills if not fell] == []
    assert done.errors == []
    assert done.asked_again == {}
    assert done.differences == {}


def test_outages_end_in_one_clear_error_and_a_fifth_of_requests_failing_in_the_right_archive(
    on: Ground, calm: Calm
) -> None:
    settings = prepared(on, "flaky", calm)
    with serving(1) as newsroom:
        for step in ("", "captures", "copies"):
            on.proxy.faults = Faults(outage=not step, after=lambda request, _, at=step: _break(on, request, at))
            status, words, _ = attempt(on, settings, 1, newsroom)
            on.proxy.faults = Faults()
            assert status == 1, step
            assert words.splitlines()[-1].startswith("warraq: no answer from"), words
            assert "Traceback" not in words
            assert manifest.latest(ObjectStore.open(settings)) is None
        on.proxy.faults = Faults(share=0.2, seed=7)
        status, words, _ = attempt(on, settings, 1, newsroom)
        made, on.proxy.faults = on.proxy.faults.made, Faults()
    assert status == 0, words
    assert made.total() > 10
    assert differences(settings, calm) == {}
    last = load(ObjectStore.open(settings), RUN).attempts[-1]
    assert last.error is None
    assert sum(last.faults.values()) >= made.total() // 2


def _break(on: Ground, request: Request, step: str) -> None:
    if step and request.method == "PUT" and request.key.startswith(step):
        on.proxy.faults.outage = True


def _start(on: Ground, settings: Settings, proxy_url: str) -> subprocess.Popen[str]:
    """A night whose lease ends soon when it is not renewed."""
    quick = "from storage import lease; lease.TTL_S, lease.RENEW_S = 4.0, 1.0; from flows.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", quick, "nightly", "--night", "1", "--json"],
        env=environment(settings, on.api_url) | {"WARRAQ_PROXY_URL": proxy_url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_of_two_nights_at_once_one_is_refused_and_a_sleeper_that_was_replaced_publishes_nothing(
    on: Ground, calm: Calm
) -> None:
    settings = prepared(on, "twice", calm)
    other = settings.model_copy(update={"data_dir": settings.data_dir.with_name("elsewhere")})
    uploaded: list[str] = []
    asleep = threading.Event()

    def note(request: Request, answer: Answer) -> None:
        """Hold the first night at its captures until it sleeps, else it may be done before the others began."""
        if request.method == "PUT" and request.key.startswith("captures/"):
            uploaded.append(request.key)
            asleep.wait(HELD_S)

    on.proxy.faults = Faults(after=note)
    with serving(1) as newsroom:
        sleeper = _start(on, settings, newsroom.url)
        try:
            while not uploaded:
                assert sleeper.poll() is None
                time.sleep(0.05)
            refused = _start(on, other, newsroom.url)
            said = refused.communicate(timeout=120)[1]
            assert refused.returncode == 1
            assert f"run {RUN} is being done on" in said.splitlines()[-1]
            sleeper.send_signal(signal.SIGSTOP)
            asleep.set()
            time.sleep(6)
            second = _start(on, other, newsroom.url)
            said = second.communicate(timeout=240)[1]
            assert second.returncode == 0, said
            sleeper.send_signal(signal.SIGCONT)
            said = sleeper.communicate(timeout=120)[1]
        finally:
            asleep.set()
            sleeper.kill()
            sleeper.wait()
            on.proxy.faults = Faults()
    assert sleeper.returncode == 1
    assert "lost its lease to" in said.splitlines()[-1], said
    assert "publish: wrote" not in said
    assert differences(settings, calm) == {}
    assert ObjectStore.open(settings).exists(layout.LEASE)
