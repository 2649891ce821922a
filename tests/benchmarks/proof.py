"""What proof and rebuilding cost by the size of an archive: run it by hand, nothing is asserted.

    python tests/benchmarks/proof.py [--pages 400 2000 10000] [--eval FOLDER]

Each archive is one night of the site of ``night.py``. Then ``verify``, ``verify --quick``, ``repair --all`` (every derived
object is made again and compared) and a query as of that night each run once, in a process with a store of its own.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from history import say
from measuring import measured
from night import LIMIT_S, clean_environment, run_warraq, serving
from night_site import NIGHT, build

from crawlers.newsroom import nights

COMMANDS = {
    "verify": ["verify"],
    "verify --quick": ["verify", "--quick"],
    "repair --all": ["repair", "--all"],
    "query --as-of": ["query", "select count(*) from articles", "--as-of", nights.run(NIGHT)],
}


def main() -> None:
    """Measure each size and print what it took."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pages", type=int, nargs="+", default=[400, 2_000, 10_000])
    options.add_argument("--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "warraq-bench")
    given = options.parse_args()
    warraq = [sys.executable, "-c", "from flows.cli import main; main()"]
    for count in given.pages:
        site, pages = build(given.cache, count, given.eval)
        # The store of the last command may still be writing when the folder goes.
        scratch = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        with scratch as root, serving(site) as port:
            folder = Path(root) / "work"
            _, texts = run_warraq(port, folder)
            env = clean_environment() | {"WARRAQ_DATA_DIR": str(folder)}
            for name, words in COMMANDS.items():
                cost, _ = measured([*warraq, *words], folder, env, LIMIT_S)
                say(
                    f"{pages} pages, {len(texts)} articles and copies: {name}: {cost.wall_s:.1f} s, "
                    f"{cost.cpu_s:.1f} s of the processor, {cost.peak_bytes / 1e6:.0f} MB with the store"
                )


if __name__ == "__main__":
    main()
