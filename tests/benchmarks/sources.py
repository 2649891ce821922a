"""How long the registry takes to load, beside importing as many modules that declare nothing.

``python tests/benchmarks/sources.py`` starts a new interpreter for every measurement and prints the median of each:
the whole of ``all_sources()``, the same with no compiled files to begin with, and the trivial modules. Exit status 1
when loading takes a second or more.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 7
LIMIT_S = 1.0

_LOAD = """
import time
began = time.perf_counter()
from crawlers.sources import all_sources
count = len(all_sources())
print(count, time.perf_counter() - began)
"""
_TRIVIAL = """
import importlib, pkgutil, sys, time
sys.path.insert(0, sys.argv[1])
began = time.perf_counter()
import package
count = 0
for module in pkgutil.iter_modules(package.__path__):
    importlib.import_module(f"package.{module.name}")
    count += 1
print(count, time.perf_counter() - began)
"""


def timed(code: str, *arguments: str, flags: tuple[str, ...] = ()) -> tuple[int, float]:
    """Modules loaded and the median seconds it took, each time in an interpreter of its own."""
    found = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, *flags, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        count, seconds = done.stdout.split()
        found.append((int(count), float(seconds)))
    return found[0][0], statistics.median(seconds for _, seconds in found)


def main() -> int:
    """Print the table; the exit status."""
    count, loaded_s = timed(_LOAD)
    with tempfile.TemporaryDirectory() as empty:
        _, cold_s = timed(_LOAD, flags=("-B", "-X", f"pycache_prefix={empty}"))
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        package.mkdir()
        for number in range(count):
            (package / f"m{number}.py").write_text(f'"""A module."""\nSOURCE = {number}\n')
        (package / "__init__.py").write_text("")
        _, trivial_s = timed(_TRIVIAL, folder)
    print(f"{count} sources            {loaded_s:.3f} s")  # noqa: T201
    print(f"nothing compiled       {cold_s:.3f} s")  # noqa: T201
    print(f"{count} trivial modules    {trivial_s:.3f} s ({loaded_s / trivial_s:.1f} times)")  # noqa: T201
    return int(loaded_s >= LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
