"""How fast a whole night is beside its peers and its limits: ``make bench``, or ``python tests/benchmarks/night.py``.

In one run on one machine: ``warraq nightly`` from nothing to a committed archive, Fundus and news-please crawling,
reading and saving the same site their own way, and two plain scripts of Scrapy, trafilatura and ``write_table``; then
each stage of the night beside the least it could do. Every contestant is started cold and timed to the end of its last
process; the texts each saved are scored against what the pages say, a page that is missing as 0. Warraq's time is with
its own object store and Prefect server, started and stopped within it. What is printed is also written as a table
(``--out``) and a chart. Peers get environments of their own in ``--cache``, made by uv.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from environments import environment
from measuring import Cost, measured
from night_site import SOURCES, build
from reading import score_text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGES = {
    # Fundus 0.5.7 asks curl_cffi for a name that its newer releases keep elsewhere (2026-11-28).
    "fundus": ["fundus==0.5.7", "curl_cffi<0.14", "lxml_html_clean"],
    # news-please 1.6.16 hands bytes to readability-lxml, whose newer releases refuse them (2026-11-28).
    "news-please": ["news-please==1.6.16", "readability-lxml==0.8.1", "lxml_html_clean", "nltk"],
    "plain": ["scrapy>=2.19,<2.20", "trafilatura>=2.3.1,<2.4", "lxml_html_clean", "pyarrow>=26"],
}
LABELS = {
    "warraq": "Warraq, whole night",
    "fundus": "Fundus",
    "news-please": "news-please",
    "plain": "plain script",
    "plain-cores": "plain script, a process a core",
}
SHARE = {"warraq": 1.0, "plain": 0.2, "plain-cores": 0.3, "fundus": 0.3, "news-please": 0.03, "stages": 0.2}
"""Share of the pages each gets, so that three rounds end within half an hour. Starting once for fewer pages counts against
a peer: about 2 s, less than a tenth of its time at 10,000 pages (2026-11-28)."""
LIMIT_S = 3600
"""Longest one contestant may take: a machine that is ten times too busy to measure on still ends."""


@dataclass(slots=True)
class Runs:
    """What the rounds of one contestant came to."""

    pages: int
    costs: list[Cost] = field(default_factory=list)
    kept: int = 0
    f1: float = 0.0

    @property
    def rates(self) -> list[float]:
        """Pages a second, by round."""
        return [self.pages / cost.wall_s for cost in self.costs]

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds a page, the middle of the rounds."""
        return statistics.median(cost.cpu_s for cost in self.costs) / self.pages * 1000


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The site in a process of its own; yields its port."""
    command = [sys.executable, str(HERE / "night_site.py"), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def clean_environment() -> dict[str, str]:
    """The environment without settings of Warraq or Prefect: a contestant starts from its defaults."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("WARRAQ_", "PREFECT_"))}


def run_warraq(port: int, folder: Path) -> tuple[Cost, dict[str, str]]:
    """One night from nothing to its commit; its cost and the texts of its archive by address."""
    settings = {
        "WARRAQ_SOURCES": ",".join(SOURCES),
        "WARRAQ_PROXY_URL": f"http://127.0.0.1:{port}",
        "WARRAQ_DATA_DIR": str(folder),
    }
    env = clean_environment() | settings
    code = "from flows.cli import main; main()"
    command = [sys.executable, "-c", code, "nightly", "--night", "1", "--json"]
    cost, _ = measured(command, folder, env, LIMIT_S)
    read = (
        "import json\nfrom storage.archive import Archive\nwith Archive() as archive:\n"
        "    rows = archive.sql('select url, text from articles union all select url, text from copies').to_pylist()\n"
        "print(json.dumps({row['url']: row['text'] for row in rows}))"
    )
    done = subprocess.run([sys.executable, "-c", read], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    return cost, json.loads(done.stdout)


def run_peer(name: str, port: int, site: Path, folder: Path, pages: int, cache: Path) -> tuple[Cost, dict[str, str]]:
    """One crawl by a peer; its cost and the texts it saved by address."""
    kind = name.partition("-cores")[0]
    python = str(environment(cache / kind, PACKAGES[kind]))
    folder.mkdir(parents=True)
    script = str(HERE / "night_peers.py")
    cost, _ = measured(
        [python, script, name, str(port), str(site), str(folder), str(pages)], folder, clean_environment(), LIMIT_S
    )
    done = subprocess.run([python, script, name, "texts", str(folder)], capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return cost, {row["url"]: row["text"] for row in rows}


def score(site: Path, pages: int, texts: dict[str, str]) -> tuple[int, float]:
    """How many of the first pages have a text, and the mean F1 over all of them."""
    found = {plain_url(url): text for url, text in texts.items()}
    with (site / "truth.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(pages), strict=False)]
    scores = [score_text(found.get(plain_url(row["url"])) or "", row["text"])[2] for row in rows]
    return sum(bool(found.get(plain_url(row["url"]))) for row in rows), sum(scores) / len(scores)


def plain_url(url: str) -> str:
    """An address in the one form in which all contestants' can be compared."""
    return unquote(url).replace("://www.", "://", 1)


def contest(names: list[str], site: Path, pages: int, rounds: int, cache: Path) -> dict[str, Runs]:
    """All contestants, in turn, so that whatever else the machine does meets each of them."""
    runs = {name: Runs(pages=max(min(pages, 200), round(pages * SHARE[name]))) for name in names}
    with serving(site) as port:
        for number in range(rounds):
            for name, own in runs.items():
                with tempfile.TemporaryDirectory(prefix="bench-") as root:
                    folder = Path(root) / "work"
                    if name == "warraq":
                        cost, texts = run_warraq(port, folder)
                    else:
                        cost, texts = run_peer(name, port, site, folder, own.pages, cache)
                own.costs.append(cost)
                own.kept, own.f1 = score(site, own.pages, texts)
                say(
                    f"round {number + 1}: {LABELS[name]}: {own.pages} pages in {cost.wall_s:.1f} s, {cost.cpu_s:.1f} s "
                    f"of processor, {cost.peak_bytes / 1e6:.0f} MB, {own.kept} texts, F1 {own.f1:.3f}"
                )
    return runs


def staged(site: Path, pages: int, rounds: int) -> dict[str, list[dict[str, float]]]:
    """Seconds of each stage and of its limit, by round."""
    found: dict[str, list[dict[str, float]]] = {"taken": [], "limits": []}
    with serving(site) as port:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="bench-") as root:
                out = Path(root) / "stages.json"
                command = [sys.executable, str(HERE / "night_stages.py"), str(port), str(site), f"{root}/work"]
                env = clean_environment() | {"PYTHONPATH": str(ROOT)}
                subprocess.run([*command, str(pages), str(out), ",".join(SOURCES)], env=env, cwd=ROOT, check=True)
                for kind, seconds in json.loads(out.read_text()).items():
                    found[kind].append(seconds)
    return found


def spread(values: list[float], digits: int = 1) -> str:
    """Median, with least and most."""
    ordered = sorted(values)
    return f"{statistics.median(ordered):.{digits}f} ({ordered[0]:.{digits}f}–{ordered[-1]:.{digits}f})"


def contest_table(runs: dict[str, Runs]) -> list[str]:
    """The Markdown table of contestants."""
    lines = [
        "| | pages | pages/s | Warraq is faster by | processor ms/page | peak memory | written | texts | F1 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    ours = runs.get("warraq")
    for name, own in runs.items():
        ratio = "–"
        if ours and name != "warraq":
            ratio = "× " + spread([a / b for a, b in zip(ours.rates, own.rates, strict=True)], 2)
        peak = max(cost.peak_bytes for cost in own.costs) / 1e6
        written = own.costs[-1].written_bytes / 1e6
        lines.append(
            f"| {LABELS[name]} | {own.pages} | {spread(own.rates)} | {ratio} | {own.cpu_ms:.1f} | {peak:.0f} MB | "
            f"{written:.0f} MB | {own.kept} | {own.f1:.3f} |"
        )
    return lines


def stage_table(found: dict[str, list[dict[str, float]]], pages: int) -> list[str]:
    """The Markdown table of stages."""
    limits = {
        "gather": "Scrapy alone, a process a core",
        "read": "trafilatura, fastest, a process a core",
        "publish": "`write_table` and `put_object`",
    }
    lines = ["| stage | seconds | pages/s | limit | of it |", "|---|---|---|---|---|"]
    for stage in found["taken"][0]:
        taken = [seconds[stage] for seconds in found["taken"]]
        share = "–"
        if stage in limits:
            share = spread([b[stage] / a[stage] for a, b in zip(found["taken"], found["limits"], strict=True)], 2)
        middle = statistics.median(taken)
        lines.append(f"| {stage} | {spread(taken)} | {pages / middle:.0f} | {limits.get(stage, '–')} | {share} |")
    return lines


def chart(runs: dict[str, Runs], path: Path) -> None:
    """Bars of pages a second, with least and most."""
    import matplotlib as mpl

    mpl.use("svg")
    # Text stays text, and the same figures give the same bytes.
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "warraq", "font.size": 11}
    import matplotlib.pyplot as plt

    names = sorted(runs, key=lambda name: statistics.median(runs[name].rates))
    middle = [statistics.median(runs[name].rates) for name in names]
    below = [rate - min(runs[name].rates) for rate, name in zip(middle, names, strict=True)]
    above = [max(runs[name].rates) - rate for rate, name in zip(middle, names, strict=True)]
    figure, axes = plt.subplots(figsize=(8, 0.6 * len(names) + 1.2))
    colours = ["#166534" if name == "warraq" else "#9ca3af" for name in names]
    axes.barh([LABELS[name] for name in names], middle, xerr=[below, above], color=colours, ecolor="#374151")
    for place, (rate, name) in enumerate(zip(middle, names, strict=True)):
        axes.text(rate + above[place], place, f"  {rate:.0f} pages/s, F1 {runs[name].f1:.3f}", va="center")
    axes.set_xlim(0, 1.5 * max(middle))
    axes.set_xlabel("pages a second from the first request to what is saved (higher is better)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def into_readme(readme: Path, lines: list[str]) -> None:
    """Replace what stands between the marks of a README."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition("<!-- bench begins -->\n")
    _, end, after = rest.partition("<!-- bench ends -->")
    if not (begin and end):
        sys.exit(f"{readme} has no marks `<!-- bench begins -->` and `<!-- bench ends -->`: put them where tables go")
    readme.write_text(before + begin + "\n".join(lines) + end + after, encoding="utf-8")


def machine() -> str:
    """What this was measured on."""
    cpu = "unknown processor"
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{len(os.sched_getaffinity(0))} cores of {cpu}, {memory:.0f} GB, Python {platform.python_version()}"


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201 - a benchmark reports on stdout


def main() -> None:
    """Measure, print and write what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=int(os.environ.get("PAGES", "10000")))
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", "3")))
    parser.add_argument(
        "--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None, help="folder of real texts"
    )
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "warraq-bench")
    parser.add_argument("--out", type=Path, default=ROOT / ".warraq", help="where speed.md and speed.svg are written")
    parser.add_argument("--readme", action="store_true", help="put tables and chart into README.md and docs/ instead")
    parser.add_argument("--only", nargs="+", choices=[*LABELS, "stages"], default=[*LABELS, "stages"])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    say(f"{machine()}; building the site in {options.cache}")
    site, pages = build(options.cache, options.pages, options.eval)
    names = [name for name in LABELS if name in options.only]
    texts = "real Arabic texts" if options.eval else "made texts"
    rounds = f"{options.rounds} round{'s' * (options.rounds > 1)}"
    lines = [f"{machine()}; {pages} pages with {texts}, {rounds}; median (least–most).", ""]
    if names:
        runs = contest(names, site, pages, options.rounds, options.cache)
        lines += [*contest_table(runs), ""]
        chart(runs, (ROOT / "docs" if options.readme else options.out) / "speed.svg")
    if "stages" in options.only:
        fewer = max(min(pages, 200), round(pages * SHARE["stages"]))
        site, fewer = build(options.cache, fewer, options.eval)
        lines += [
            f"Each stage alone, {fewer} pages:",
            "",
            *stage_table(staged(site, fewer, options.rounds), fewer),
            "",
        ]
    if options.readme:
        into_readme(ROOT / "README.md", lines)
    else:
        (options.out / "speed.md").write_text("\n".join(lines), encoding="utf-8")
    say("\n".join(lines))


if __name__ == "__main__":
    main()
