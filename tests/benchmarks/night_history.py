"""What a whole night costs on a long archive beside the same night on an empty one: run it by hand.

    python tests/benchmarks/night_history.py [--pages 10000] [--known 5000000] [--rounds 2] [--eval FOLDER]

``warraq nightly`` gathers, reads, links and publishes the site of ``night.py``, in turn into an empty archive and into
a copy of a made one (``made_archive``) that ends the day before; both start the same servers. What linking alone costs
at several lengths, and what of the archive is read, is measured by ``history.py``.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path

import history
import made_archive
from night import run_warraq, serving
from night_site import NIGHT, build

from crawlers.newsroom import nights
from storage import embedded
from storage.objects import ObjectStore
from storage.settings import Settings


def make(folder: Path, known: int, a_day: int, corpus: Path | None) -> None:
    """Write an archive of so many articles into the embedded store of a folder, unless it is there."""
    done = folder / "made"
    if done.exists():
        return
    # Not the texts tonight's pages print: those are the first of the corpus.
    base = history.texts(corpus, 10 * history.BASE)[-history.BASE :]
    maker = made_archive.Maker([history.row_of(text, number) for number, text in enumerate(base)])
    last = nights.day(NIGHT) - timedelta(days=1)
    with embedded.running(folder) as connection:
        store = ObjectStore.open(Settings(_env_file=None), connection=connection)
        near = last - timedelta(days=history.REACH)
        for articles, _ in made_archive.write(
            store, maker, last=last, a_day=a_day, known=[known], whole=lambda day: day > near
        ):
            history.say(f"made: {articles:,} articles up to {last}")
    done.touch()


def main() -> None:
    """Measure each round and print what it took."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--known", type=int, default=5_000_000)
    options.add_argument("--a-day", type=int, default=1370, help="known articles a day: five million in ten years")
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--eval", type=Path, default=os.environ.get("WARRAQ_EVAL") or None)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "warraq-bench")
    given = options.parse_args()
    site, pages = build(given.cache, given.pages, given.eval)
    archive = given.cache / f"archive-{given.known}-{given.a_day}"
    make(archive, given.known, given.a_day, given.eval)
    seconds: dict[str, list[tuple[float, float]]] = {"empty": [], f"{given.known:,} known": []}
    with serving(site) as port:
        for _ in range(given.rounds):
            for name, found in seconds.items():
                with tempfile.TemporaryDirectory(prefix="bench-") as root:
                    folder = Path(root) / "work"
                    if name != "empty":
                        shutil.copytree(archive, folder)
                    cost, texts = run_warraq(port, folder)
                found.append((cost.wall_s, cost.cpu_s))
                history.say(
                    f"{name}: {pages} pages, {len(texts)} articles and copies, {cost.wall_s:.1f} s by the clock, "
                    f"{cost.cpu_s:.1f} s of the processor, {cost.peak_bytes / 1e6:.0f} MB"
                )
    empty, known = ([statistics.median(one) for one in zip(*found, strict=True)] for found in seconds.values())
    history.say(
        f"against empty: × {known[0] / empty[0]:.2f} by the clock, × {known[1] / empty[1]:.2f} of the processor"
    )


if __name__ == "__main__":
    main()
