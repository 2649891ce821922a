"""Kill nights, end them, and compare: ``python -m tests.integration.torture --kills 60 --seed 1`` (``make torture``).

Every trial begins with the archive as it was before its night, kills the night some times, runs it to its end and
compares the digest of every object with an archive that nobody disturbed. Nights write through a proxy that sees each
request: so a night can be killed at every step of the commit, just before an object is written or just after, when
the night does not know it yet. Other kills come at a random moment and hit the flow, a crawl, a reader, the object
store or its keeper. The newsroom counts what is asked for: what was spooled is not asked for again.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from crawlers.newsroom import nights
from crawlers.newsroom.server import Newsroom
from crawlers.newsroom.server import serving as serving_newsroom
from flows import prefect_server
from storage import embedded
from storage.errors import StoreUnreachableError
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.faults import Faults, Proxy, Request, proxied
from tests.integration.nights import digests, environment, warraq
from tests.integration.spooled import Asked, excess, requests_of, spooled
from tests.integration.victims import find, kill

RANDOM_TARGETS = ("flow", "flow", "crawl", "crawl", "reader", "store", "keeper")
"""What a kill at a random moment hits, the more often the more often it is here."""
MOST_RUNS = 6
"""Attempts to bring a night to its end after its kills: a dead store may cost one or two."""
NIGHT_LIMIT_S = 300.0
"""Seconds after which a night that does not end has hung."""


@dataclass(frozen=True)
class Calm:
    """A night that nobody disturbed."""

    before: Mapping[str, bytes]
    """Every object of the archive before it."""
    digests: Mapping[str, str]
    """What must be there afterwards."""
    seconds: float
    steps: Mapping[str, int]
    """How many objects it wrote, by step of the commit."""
    asked: Asked


@dataclass(frozen=True)
class Kill:
    """What is killed, and when."""

    target: str
    step: str = ""
    """Step of the commit; empty: at a moment."""
    nth: int = 0
    """Which write of the step, from 1."""
    after: bool = False
    """Once the store has done the write; else before the write reaches it."""
    seconds: float = 0.0
    """The moment, from the night's start."""

    def __str__(self) -> str:
        what = "" if self.target == "flow" else f"{self.target} "
        return f"{what}{'after' if self.after else 'before'} {self.step}" if self.step else self.target


@dataclass
class Trial:
    """A night that was killed, and how it ended."""

    night: int
    kills: list[tuple[Kill, bool]] = field(default_factory=list)
    """Each kill and whether the moment came."""
    differences: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """Objects that differ: what was expected, what is there."""
    asked_again: Counter[str] = field(default_factory=Counter)
    """Addresses that were spooled and asked for again."""
    errors: list[str] = field(default_factory=list)
    """Last words of attempts that failed without having been killed."""
    ended: bool = False

    @property
    def passed(self) -> bool:
        return self.ended and not self.differences and not self.asked_again


def step_of(key: str) -> str:
    """The step of the commit that writes an object: its key without what differs from night to night."""
    parts = [part for part in key.split("/") if "=" not in part and not part[:4].isdigit()]
    return "/".join(part for part in parts if "." not in part or parts[0] == "runs")


class Ground:
    """An object store of its own, a proxy before it, and a Prefect server."""

    def __init__(self, folder: Path, api_url: str, proxy: Proxy) -> None:
        self.folder, self.api_url, self.proxy = folder, api_url, proxy
        self._attachment = embedded.attach(folder)
        self.proxy.upstream = str(self._attachment.connection.endpoint_url)

    def settings(self, name: str) -> Settings:
        connection = self._attachment.connection
        return Settings(
            _env_file=None,
            endpoint_url=self.proxy.url,
            access_key_id=connection.access_key_id,
            secret_access_key=connection.secret_access_key,
            bucket=name,
            data_dir=self.folder / name,
        )

    def revive(self) -> None:
        """Start the store again after its keeper was killed, as whatever watches it in earnest does."""
        self._attachment.close()
        for _ in range(MOST_RUNS):
            time.sleep(1.0)
            # On a machine with much else to do a store may need longer to start than ``attach`` waits.
            with suppress(StoreUnreachableError):
                self._attachment = embedded.attach(self.folder)
                break
        self.proxy.upstream = str(self._attachment.connection.endpoint_url)

    def close(self) -> None:
        self._attachment.close()


@contextmanager
def ground(folder: Path, api_url: str) -> Iterator[Ground]:
    with proxied("http://127.0.0.1:9", Faults()) as proxy:
        made = Ground(folder, api_url, proxy)
        try:
            yield made
        finally:
            made.close()


@contextmanager
def _newsroom(night: int) -> Iterator[Newsroom]:
    """The newsroom of a night, which says nothing of crawls that hang up because they were killed."""
    with serving_newsroom(night) as newsroom:
        newsroom.handle_error = lambda *_: None  # type: ignore[method-assign]
        yield newsroom


def calm_night(on: Ground, settings: Settings, night: int) -> Calm:
    """Run a night undisturbed and note what it did."""
    store = ObjectStore.open(settings)
    before = {info.key: store.get(info.key) for info in store.list()}
    steps: Counter[str] = Counter()

    def note(request: Request) -> None:
        if request.method == "PUT" and request.key:
            steps[step_of(request.key)] += 1

    on.proxy.faults = Faults(before=note)
    began = time.monotonic()
    with _newsroom(night) as newsroom:
        status, words, _ = attempt(on, settings, night, newsroom)
        asked = requests_of(newsroom)
    on.proxy.faults = Faults()
    assert status == 0, words
    return Calm(before, digests(store), time.monotonic() - began, dict(steps), asked)


def prepared(on: Ground, name: str, calm: Calm) -> Settings:
    """An archive of the name as it was before the night."""
    settings = on.settings(name)
    store = ObjectStore.open(settings)
    for key, data in calm.before.items():
        store.put_new(key, data)
    return settings


def differences(settings: Settings, calm: Calm) -> dict[str, tuple[str | None, str | None]]:
    """Objects that are not as after the undisturbed night: what was expected, what is there."""
    found = digests(ObjectStore.open(settings))
    keys = sorted({*found, *calm.digests})
    return {key: (calm.digests.get(key), found.get(key)) for key in keys if calm.digests.get(key) != found.get(key)}


def trial(on: Ground, name: str, night: int, calm: Calm, attempts: list[tuple[Kill, ...]]) -> Trial:
    """Run a night from the archive before it, each attempt with its kills, to its end."""
    settings = prepared(on, name, calm)
    done = Trial(night)
    with _newsroom(night) as newsroom:
        for kills in [*attempts, *[()] * MOST_RUNS]:
            already = spooled(settings, night, calm.asked)
            seen = len(newsroom.requests)
            status, words, fell = attempt(on, settings, night, newsroom, kills)
            done.kills += [(one, one in fell) for one in kills]
            in_flight = any(one.target == "crawl" for one in fell)
            done.asked_again += excess(already, requests_of(newsroom, seen), calm.asked, night, in_flight=in_flight)
            if status > 0:
                done.errors.append(words)
            if status == 0:
                done.ended = True
                break
    done.differences = differences(settings, calm)
    return done


def attempt(
    on: Ground, settings: Settings, night: int, newsroom: Newsroom, kills: tuple[Kill, ...] = ()
) -> tuple[int, str, list[Kill]]:
    """Run a night once with these kills: exit status, last words, and the kills whose moment came."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir.parent / f"{settings.bucket}.err").open("w+b") as words:
        process = subprocess.Popen(
            warraq("nightly", "--night", str(night), "--json"),
            env=environment(settings, on.api_url) | {"WARRAQ_PROXY_URL": newsroom.url},
            stdout=subprocess.DEVNULL,
            stderr=words,
        )
        fell: list[Kill] = []
        at_moments = [_at_moment(on, one, process, fell) for one in kills if not one.step]
        at_steps = [one for one in kills if one.step]
        if at_steps:
            on.proxy.faults = _at_steps(on, at_steps, process, fell)
        try:
            status = process.wait(NIGHT_LIMIT_S)
        finally:
            process.kill()
            process.wait()
            for thread in at_moments:
                thread.join()
            if at_steps:
                on.proxy.faults = Faults()
        _wait_for_children(settings)
        words.seek(0)
        return status, words.read()[-600:].decode(errors="replace"), fell


def _at_steps(on: Ground, kills: list[Kill], process: subprocess.Popen[bytes], fell: list[Kill]) -> Faults:
    """Faults that kill at a write: the proxy holds it, before or after, until the flow is dead; or the other target is,
    and then the write goes on.
    """
    writes: Counter[tuple[str, bool]] = Counter()

    def reached(request: Request, after: bool) -> None:
        if request.method != "PUT":
            return
        here = step_of(request.key), after
        writes[here] += 1
        for one in kills:
            if (one.step, one.after) == here and one.nth == writes[here]:
                victim = find(one.target, process.pid, on.folder, random.Random(one.nth))
                if victim and kill(victim):
                    fell.append(one)
                if one.target == "flow":
                    process.wait()
                    raise ConnectionAbortedError

    return Faults(before=lambda request: reached(request, False), after=lambda request, _: reached(request, True))


def _at_moment(on: Ground, planned: Kill, process: subprocess.Popen[bytes], fell: list[Kill]) -> threading.Thread:
    """Kills the target at its moment, or as soon afterwards as there is one."""

    def wait_and_kill() -> None:
        moment = time.monotonic() + planned.seconds
        while process.poll() is None:
            victim = find(planned.target, process.pid, on.folder, random.Random(planned.seconds))
            if time.monotonic() >= moment and victim and kill(victim):
                fell.append(planned)
                break
            time.sleep(0.02)
        if planned.target == "keeper" and planned in fell:
            on.revive()

    thread = threading.Thread(target=wait_and_kill, daemon=True)
    thread.start()
    return thread


def _wait_for_children(settings: Settings) -> None:
    """Children of a killed flow are ended by the kernel; what they still held is free when they are gone."""
    deadline = time.monotonic() + 10
    while find("any", 0, settings.data_dir, random.Random(0)) and time.monotonic() < deadline:
        time.sleep(0.05)


def planned_kills(calm: Mapping[int, Calm], seed: int) -> Iterator[tuple[int, list[Kill]]]:
    """Nights and their kills, without end: every step of the commit before and after, each followed by up to two
    random moments; then random moments alone."""
    chance = random.Random(seed)
    for night, step, after in _steps(calm, chance):
        first = Kill("flow", step, chance.randint(1, calm[night].steps[step]), after)
        yield night, [first, *_moments(calm[night], chance.randint(0, 2), chance)]
    while True:
        night = chance.choice(sorted(calm))
        yield night, _moments(calm[night], chance.randint(1, 3), chance)


def _steps(calm: Mapping[int, Calm], chance: random.Random) -> list[tuple[int, str, bool]]:
    """Every step once, before and after, each in a night drawn for it."""
    steps: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for night, one in sorted(calm.items()):
        for step in sorted(one.steps):
            for after in (False, True):
                steps[step, after].append(night)
    drawn = [(chance.choice(found), step, after) for (step, after), found in steps.items()]
    chance.shuffle(drawn)
    return drawn


def _moments(calm: Calm, count: int, chance: random.Random) -> list[Kill]:
    return [Kill(chance.choice(RANDOM_TARGETS), seconds=chance.uniform(0.5, calm.seconds)) for _ in range(count)]


def torture(on: Ground, calm: Mapping[int, Calm], kills: int, seed: int, say: Any = print) -> list[Trial]:
    """Trials until so many kills have come to pass, and every step had its turn if there are kills for that; each
    is told to ``say`` as it ends.

    A moment does not come when the night is quicker than the undisturbed one was; such a kill does not count.
    """
    trials: list[Trial] = []
    plan = enumerate(planned_kills(calm, seed), 1)
    steps = 2 * len({step for one in calm.values() for step in one.steps})
    while (
        len(trials) < (steps if steps <= kills else 0)
        or sum(fell for done in trials for _, fell in done.kills) < kills
    ):
        number, (night, chosen) = next(plan)
        began = time.monotonic()
        trials.append(done := trial(on, f"trial-{number}", night, calm[night], [(one,) for one in chosen]))
        fell = ", ".join(f"{one}{'' if hit else ' (not reached)'}" for one, hit in done.kills)
        end = "same bytes" if done.passed else f"WRONG {done.differences or done.asked_again or done.errors}"
        say(f"trial {number}, night {night}: {fell}: {end} ({time.monotonic() - began:.0f} s)")
    return trials


def summary(trials: list[Trial]) -> Table:
    """Kills by what and when, and how their nights ended."""
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for done in trials:
        for one, fell in done.kills:
            hits[str(one)]["reached" if fell else "not reached"] += 1
            hits[str(one)]["right" if done.passed else "wrong"] += 1
    table = Table("killed", "kills", "not reached", "in nights that ended right", "wrong")
    for name, count in sorted(hits.items()):
        table.add_row(name, *(str(count[word]) for word in ("reached", "not reached", "right", "wrong")))
    total = sum(hits.values(), Counter[str]())
    table.add_section()
    table.add_row("all", *(str(total[word]) for word in ("reached", "not reached", "right", "wrong")))
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nights", type=int, nargs="+", default=list(nights.NIGHTS))
    options = parser.parse_args()
    out = Console(width=140)
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="warraq-torture-")))
        api = prefect_server.serving(folder, port=prefect_server.free_port(), ui=False)
        on = stack.enter_context(ground(folder, stack.enter_context(api)))
        calm = {night: calm_night(on, on.settings("calm"), night) for night in nights.NIGHTS}
        out.print(f"undisturbed: {', '.join(f'night {n} {one.seconds:.0f} s' for n, one in calm.items())}")
        chosen = {night: calm[night] for night in options.nights}
        trials = torture(on, chosen, options.kills, options.seed, out.print)
    out.print(summary(trials))
    fell = sum(hit for done in trials for _, hit in done.kills)
    wrong = [done for done in trials if not done.passed]
    reruns = sum(len(done.errors) for done in trials)
    out.print(
        f"seed {options.seed}: {fell} kills in {len(trials)} nights, {len(wrong)} nights wrong, {reruns} attempts "
        f"failed with an error and were run again, {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
