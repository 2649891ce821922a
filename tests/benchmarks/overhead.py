"""What Prefect adds to a night: the same night with its flow and tasks, and with plain calls in their place, in turn.

    python -m tests.benchmarks.overhead --sources 100 --pages 100 --rounds 2

Sources and pages are invented; all else is the night's own path: a crawl process a source, captures, readers, linking,
publishing, commit. The server is up and Prefect is loaded before the first night, on SQLite; the server's processor time
is counted as Prefect's. Task runs are counted: one a source and a handful for the night, whatever the number of pages.
Beside them the server works by itself as long as it runs: its part grows with the length of a night, and measured with
fewer pages than wanted the share is larger.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from threading import Semaphore
from typing import Any

from flows import prefect_server
from storage import embedded
from storage.settings import Settings
from tests.benchmarks.gathering_site import page

PAGE_BYTES = (15_000, 25_000)
"""Smaller than most real pages: the less all else takes, the larger is the share of Prefect."""
INVENTED = "WARRAQ_INVENTED_SOURCES"
"""Variable that tells a process of the night, also a reader or a crawl, how many sources are declared."""
_STARTER = "import tests.benchmarks.overhead; from crawlers.starter import serve; serve()"


@dataclass(frozen=True)
class Cost:
    """What one night took."""

    wall_s: float
    cpu_s: float
    """Of the night, its crawls and readers, and of Prefect's server."""
    server_s: float
    """Of the server alone, which is none of the night's."""


def declare(count: int) -> None:
    """Let the registry hold this many sources, here or in a crawl's process."""
    import crawlers.sources
    from crawlers.source import Feed, FeedKind, Source

    sources = {
        name: Source(
            id=name, name="محلي", country="EG", timezone="Africa/Cairo", group="practice", local=True, delay_s=0,
            hosts=(f"{name}.example",), article_url=r"/news/\d+",
            feeds=(Feed(url=f"http://{name}.example/sitemap.xml", kind=FeedKind.SITEMAP),),
        )
        for name in (f"source{number:03d}" for number in range(count))
    }  # fmt: skip
    crawlers.sources.all_sources = lambda: sources  # type: ignore[assignment]


if INVENTED in os.environ:
    declare(int(os.environ[INVENTED]))


async def serve(pages: int) -> None:
    """All publishers behind one forward proxy, until killed."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                status, body = _answer(request.split(b" ", 2)[1].decode(), pages)
                head = (
                    f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
                )
                writer.write(head.encode() + b"\r\n" + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - how the parent learns the port
    async with server:
        await server.serve_forever()


def _answer(url: str, pages: int) -> tuple[str, bytes]:
    host, _, path = url.removeprefix("http://").partition("/")
    if path.startswith("news/"):
        number = int(host.removeprefix("source").removesuffix(".example")) * 100_000 + int(path.rpartition("/")[2])
        return "200 OK", page(number, *PAGE_BYTES)
    if path == "sitemap.xml":
        items = "".join(f"<url><loc>http://{host}/news/{number}</loc></url>" for number in range(1, pages + 1))
        return "200 OK", f"<urlset>{items}</urlset>".encode()
    return "404 Not Found", b"none"


def plain(settings: Settings) -> None:
    """``flows.nightly.nightly`` without Prefect: the same steps in the same threads."""
    from flows.datafolder import one_night_at_a_time
    from flows.equipment import equipped
    from flows.publish import register
    from flows.runs import claim, plan_night
    from storage import attempts, lease, manifest
    from storage.objects import open_store

    with one_night_at_a_time(settings.data_dir), open_store(settings) as store:
        latest = manifest.latest(store)
        planned = plan_night(settings, night=1, run="", latest=latest, now=datetime.now(UTC))
        held = lease.held(store, work=lease.night(planned.run), data_dir=settings.data_dir)
        with held as lease_held, attempts.counted(store, planned.run):
            claim(store, planned)
            with equipped(planned, settings, store, latest, lease_held) as work:
                _gather_and_read(work)
                rows = work.compare(work.link())
                checks = work.check(rows)
                described = work.describe(rows, work.publish(rows), checks)
                work.report(described, rows)
                work.commit(described)
                register(store, settings)


def _gather_and_read(work: Any) -> None:
    gathering = Semaphore(work.settings.gather_workers)

    def source(source_id: str) -> None:
        with gathering, work.source_fault(source_id):
            work.gather(source_id, lambda level, message: None)
        with work.source_fault(source_id):
            work.read(source_id)
        work.judge(source_id)

    with ThreadPoolExecutor(2 * work.settings.gather_workers) as pool:
        list(pool.map(source, [source.id for source in work.night.sources]))


def prefect(settings: Settings) -> None:
    """The night as its flow."""
    from flows.nightly import nightly

    state: Any = nightly(night=1, return_state=True)
    assert state.is_completed(), state
    prefect_server.send_held()


KINDS: list[tuple[str, Callable[[Settings], None]]] = [("plain", plain), ("prefect", prefect)]


def measured(settings: Settings, night: Callable[[Settings], None], server: int) -> Cost:
    """Run one night to its end."""
    before, of_server, begun = _cpu_s(), _server_s(server), time.monotonic()
    night(settings)
    wall, by_server = time.monotonic() - begun, _server_s(server) - of_server
    return Cost(wall, _cpu_s() - before + by_server, by_server)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _server_s(server: int) -> float:
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def publishers(pages: int) -> Iterator[str]:
    """The address of the proxy before all publishers, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.overhead", "--serve", "--pages", str(pages)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


def compare(sources: int, pages: int, rounds: int) -> None:
    """Both kinds of night in turn; the middle of the ratios counts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        prefect_server.configure(root)
        # The start is not measured, and a machine that is busy with something else takes long for it.
        prefect_server.START_LIMIT_S = 900.0
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
        with (
            embedded.running(root) as store,
            publishers(pages) as proxy,
            prefect_server.serving(root, port=prefect_server.free_port(), ui=False) as url,
        ):
            os.environ |= {
                "PREFECT_API_URL": url,
                "WARRAQ_ENDPOINT_URL": store.endpoint_url or "",
                "WARRAQ_ACCESS_KEY_ID": store.access_key_id,
                "WARRAQ_SECRET_ACCESS_KEY": store.secret_access_key,
                "WARRAQ_PROXY_URL": proxy,
                "WARRAQ_ICEBERG_CATALOG": "off",
            }
            import flows.nightly  # noqa: F401 - the command does it while its server starts

            _use_invented(sources)
            _rounds(root, sources, pages, rounds, _listening(url))


def _use_invented(count: int) -> None:
    import crawlers.sources
    import flows.equipment
    import flows.runs
    from crawlers.starter import CrawlStarter

    os.environ[INVENTED] = str(count)
    declare(count)
    flows.runs.all_sources = crawlers.sources.all_sources
    # The night's own, in which the invented sources are declared.
    flows.equipment.CrawlStarter = lambda: CrawlStarter((sys.executable, "-c", _STARTER))


def _listening(url: str) -> int:
    """The process of Prefect's server: the one whose command line has its port."""
    port = url.rpartition(":")[2].split("/")[0]
    own = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if (said := path.read_bytes().split(b"\0")) and port.encode() in said and b"uvicorn" in b" ".join(said)
    ]
    started = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if port.encode() in path.read_bytes().split(b"\0")
    ]
    return (own or started)[0]


def _rounds(root: Path, sources: int, pages: int, rounds: int, server: int) -> None:
    added, shares, by_cpu = [], [], []
    for number in range(rounds):
        costs = {}
        # The first night of this process fills caches the second finds full.
        for kind, night in KINDS if number % 2 else KINDS[::-1]:
            os.environ["WARRAQ_BUCKET"] = f"{kind}-{number}"
            os.environ["WARRAQ_DATA_DIR"] = str(root / f"{kind}-{number}")
            costs[kind] = measured(Settings.load(sources="practice"), night, server)
        bare, full = costs["plain"], costs["prefect"]
        added.append(full.cpu_s - bare.cpu_s)
        shares.append(full.wall_s / bare.wall_s - 1)
        by_cpu.append(full.cpu_s / bare.cpu_s - 1)
        _say(
            f"round {number + 1}: plain {bare.wall_s:.1f} s, {bare.cpu_s:.1f} s of processor; "
            f"with Prefect {full.wall_s:.1f} s, {full.cpu_s:.1f} s, of them {full.server_s:.1f} s of the server"
        )
    _say(
        f"{sources} sources, {sources * pages} pages: Prefect adds {median(shares):+.1%} of the wall time, "
        f"{median(by_cpu):+.1%} of the processor time ({median(added):.1f} s); {_task_runs() / rounds:.0f} task runs a night"
    )


def _task_runs() -> int:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        answer: Any = client.request("POST", "/task_runs/count", json={})
    return int(answer.json())


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark reports on stdout


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=100)
    parser.add_argument("--pages", type=int, default=100, help="of each source")
    parser.add_argument("--rounds", type=int, default=2, help="an even number: whichever goes first takes longer")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.pages))
    else:
        compare(options.sources, options.pages, options.rounds)


if __name__ == "__main__":
    main()
