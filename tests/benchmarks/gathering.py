"""How fast, how lean and how economical gathering is: run it by hand, nothing is asserted.

    python tests/benchmarks/gathering.py pages [--pages 10000] [--rounds 3]    Warraq beside a bare spider
    python tests/benchmarks/gathering.py night [--pages 10000]                 a night of 304s beside a full one
    python tests/benchmarks/gathering.py peers [--pages 10000] [--cache DIR]   Fundus and news-please on the same site
    python tests/benchmarks/gathering.py links                                 memory from 1,000 to 100,000 links

Each crawl is a process of its own against ``gathering_site.py`` in another; its processor time and peak memory are
its own. The rates of crawls that share a machine with their server say something only beside each other.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUN = "2026-11-18"
CLOCK = "2026-11-18T22:00:00+00:00"

# A crawl as the night runs it, of a source declared here: on this machine, without a delay, without a budget.
_WARRAQ = """
import sys
import crawlers.sources
from crawlers.source import Feed, FeedKind, Source
source = Source(id="local", name="محلي", country="EG", timezone="Africa/Cairo", group="practice", local=True,
    delay_s=0, hosts=("127.0.0.1",), article_url="/news/", budget_requests=10**9, budget_bytes=10**12, budget_minutes=600,
    feeds=(Feed(url="http://127.0.0.1:%d/sitemap.xml", kind=FeedKind.SITEMAP),))
crawlers.sources.all_sources = lambda: {source.id: source}
from crawlers.crawl import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one crawl took."""

    wall_s: float
    cpu_s: float
    peak_mb: int
    out: str


@contextmanager
def site(pages: int, *options: str) -> Iterator[int]:
    """The publisher in a process of its own; yields its port."""
    command = [sys.executable, str(HERE / "gathering_site.py"), str(pages), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def timed(command: list[str], *, own: bool = True) -> Cost:
    """Run a crawl to its end; a crawl that fails ends the benchmark with what it said. ``own``: it imports Warraq."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(
            command,
            cwd=ROOT if own else None,
            stdout=out,
            stderr=err,
            env=os.environ | ({"PYTHONPATH": str(ROOT)} if own else {}),
        )
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - begun
        for file in (out, err):
            file.seek(0)
        if status:
            sys.exit(f"{command[1:3]} failed:\n{err.read()[-3000:]}")
        return Cost(wall_s=wall_s, cpu_s=used.ru_utime + used.ru_stime, peak_mb=used.ru_maxrss // 1024, out=out.read())


def warraq(port: int, spool: Path, known: Path | None = None) -> Cost:
    """One crawl of all pages by Warraq: captures, digests, journal, outcomes."""
    options = ["--source", "local", "--run", RUN, "--spool", str(spool), "--clock", CLOCK]
    if known is not None:
        options += ["--known", str(known)]
    return timed([sys.executable, "-c", _WARRAQ % port, *options])


def bare(port: int, connections: int) -> Cost:
    """The same pages by a spider that stores nothing."""
    return timed([sys.executable, str(HERE / "gathering_bare.py"), str(port), str(connections)])


def compare(pages: int, rounds: int) -> None:
    """Warraq and the bare spider in turn; the middle of the ratios counts."""
    from crawlers.politeness import PRACTICE_CONNECTIONS

    ratios, by_cpu = [], []
    with site(pages) as port:
        for number in range(rounds):
            plain = bare(port, PRACTICE_CONNECTIONS + 1)
            with tempfile.TemporaryDirectory() as folder:
                ours = warraq(port, Path(folder))
            got = json.loads(ours.out.splitlines()[-1])
            assert got["outcomes"] == {"fetched": pages}, got
            ratios.append(plain.wall_s / ours.wall_s)
            by_cpu.append(plain.cpu_s / ours.cpu_s)
            _say(
                f"round {number + 1}: bare {pages / plain.wall_s:.0f} pages/s, {plain.cpu_s:.1f} s CPU, "
                f"{plain.peak_mb} MB; Warraq {pages / ours.wall_s:.0f} pages/s, {ours.cpu_s:.1f} s CPU, {ours.peak_mb} "
                f"MB, {got['bytes'] / 1e6:.0f} MB received; ratio {ratios[-1]:.2f}, by CPU {by_cpu[-1]:.2f}"
            )
    _say(f"median ratio {sorted(ratios)[rounds // 2]:.2f}, by CPU {sorted(by_cpu)[rounds // 2]:.2f}")


def peers(pages: int, cache: Path) -> None:
    """Warraq, then each peer in an environment of its own, made when it is not there."""
    from environments import environment
    from night import PACKAGES

    with site(pages) as port:
        with tempfile.TemporaryDirectory() as folder:
            costs = {"Warraq": (warraq(port, Path(folder)), pages)}
        for name in ("fundus", "news-please"):
            python = str(environment(cache / name, PACKAGES[name]))
            with tempfile.TemporaryDirectory() as folder:
                options = [str(HERE / "gathering_peers.py"), name, str(port), str(pages), folder]
                cost = timed([python, *options], own=False)
            costs[name] = (cost, int(cost.out.splitlines()[-1]))
    for name, (cost, got) in costs.items():
        _say(
            f"{name}: {got} pages, {got / cost.wall_s:.0f} pages/s, {cost.cpu_s:.1f} s CPU, "
            f"{1000 * cost.cpu_s / max(got, 1):.1f} ms of CPU a page, {cost.peak_mb} MB"
        )


def night(pages: int) -> None:
    """A full night, then one in which every page answers 304, with what the first left known."""
    from crawlers.gathered import KnownLink
    from crawlers.known import write_known
    from crawlers.spool import load_gathered

    with site(pages) as port, tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        full = warraq(port, root / "full")
        links = load_gathered(root / "full", RUN, "local").links  # type: ignore[union-attr]
        fields = {"revisit": False, "pending": False, "last_modified": None}
        write_known(
            root / "known.jsonl",
            [KnownLink(url=x.url, canonical_url=x.canonical_url, etag=x.etag, due=True, **fields) for x in links],
        )
        same = warraq(port, root / "same", root / "known.jsonl")
        write_known(
            root / "settled.jsonl",
            [KnownLink(url=x.url, canonical_url=x.canonical_url, etag=x.etag, due=False, **fields) for x in links],
        )
        settled = warraq(port, root / "settled", root / "settled.jsonl")
    for name, cost in (("full", full), ("all 304", same), ("none due", settled)):
        got = json.loads(cost.out.splitlines()[-1])
        _say(
            f"{name}: {cost.wall_s:.1f} s, {cost.cpu_s:.1f} s CPU, {cost.peak_mb} MB, {got['requests']} requests, "
            f"{got['bytes'] / 1e6:.1f} MB received, {got['outcomes']}"
        )


def links() -> None:
    """Peak memory by the number of links a night asks for; small pages, since links are what is counted."""
    for count in (1_000, 10_000, 50_000, 100_000):
        with site(count, "--bytes", "500", "600") as port, tempfile.TemporaryDirectory() as folder:
            cost = warraq(port, Path(folder))
        _say(f"{count} links: {cost.peak_mb} MB, {cost.wall_s:.0f} s, {cost.cpu_s:.0f} s CPU")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark reports on stdout


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pages", "night", "peers", "links"))
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "warraq-bench", help="peers' homes"
    )
    options = parser.parse_args()
    if options.what == "pages":
        compare(options.pages, options.rounds)
    elif options.what == "night":
        night(options.pages)
    elif options.what == "peers":
        peers(options.pages, options.cache)
    else:
        links()


if __name__ == "__main__":
    main()
