"""How well and how fast linking works on labelled real articles: run it by hand, nothing is asserted.

    python tests/benchmarks/linking.py FOLDER [--orders | --changes --peers]      (or WARRAQ_EVAL=FOLDER)

``FOLDER`` holds ``ant_2018h1.parquet`` (the ANT corpus), ``pairs.tsv`` and ``events.tsv``. The whole stream
is linked night by night, as the archive does it, and the labelled articles are scored on what came out.
"""

import argparse
import csv
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import linking_changes
import linking_peers
import pyarrow.parquet as pq

from crawlers.sources import all_sources
from crawlers.urls import canonical_url, host_of
from flows.linking.index import MemoryIndex
from flows.linking.night import Candidate, link_night
from storage.fold import fold
from storage.records import IndexRow
from tests.articles import article

DUPLICATES = ("copy_or_duplicate", "revision")
UNSCORED = "ambiguous"


def candidates(path: Path) -> dict[str, list[Candidate]]:
    """The stream's articles by UTC day of publication."""
    nights: dict[str, list[Candidate]] = defaultdict(list)
    for item in pq.read_table(path).to_pylist():
        published_at = item["published_at"]
        made = article(
            f"{item['url']}#{item['id']}",
            item["text"],
            published_at,
            title=item["title"],
            section=item["category"],
            published_precision="second",
        )
        nights[published_at.date().isoformat()].append(
            Candidate(
                article_id=item["id"],
                source_id=item["source"].lower(),
                canonical_url=made.canonical_url,
                article=made,
                captured_at=published_at,
                extractor="ant",
                capture_file="",
                capture_offset=0,
            )
        )
    return nights


def link(nights: dict[str, list[Candidate]]) -> tuple[dict[str, IndexRow], dict[str, tuple[str, ...]]]:
    """The newest row of every article, and the flags of each, after all nights in order."""
    rows: dict[str, IndexRow] = {}
    flags: dict[str, tuple[str, ...]] = {}
    index = MemoryIndex(())
    for run in sorted(nights):
        links = link_night(nights[run], index=index, run=run, agencies={})
        changed = [*(decision.row for decision in links.decisions), *links.touched]
        flags.update((decision.article_id, decision.flags) for decision in links.decisions)
        rows.update((row.article_id, row) for row in changed)
        index = MemoryIndex(rows.values())
    return rows, flags


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def score_pairs(pairs: Iterable[dict[str, str]], rows: dict[str, IndexRow]) -> tuple[float, float, float]:
    """Precision, recall and F1 of "in one cluster" on the labelled pairs."""
    counts = {(said, true): 0 for said in (True, False) for true in (True, False)}
    for pair in pairs:
        if pair["label"] != UNSCORED:
            said = rows[pair["id_a"]].cluster_id == rows[pair["id_b"]].cluster_id
            counts[said, pair["label"] in DUPLICATES] += 1
    hits = counts[True, True]
    precision = hits / max(hits + counts[True, False], 1)
    recall = hits / max(hits + counts[False, True], 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def score_events(events: Iterable[dict[str, str]], rows: dict[str, IndexRow]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of the stories on the labelled articles."""
    event = {item["article_id"]: item["event"] for item in events}
    story = {key: rows[key].story_id for key in event}
    precision = recall = 0.0
    for key in event:
        together = {other for other in event if story[other] == story[key]}
        truly = {other for other in event if event[other] == event[key]}
        precision += len(together & truly) / len(together) / len(event)
        recall += len(together & truly) / len(truly) / len(event)
    return precision, recall, 2 * precision * recall / (precision + recall)


def second_addresses(rows: Iterable[IndexRow]) -> tuple[int, int]:
    """Addresses beyond the first under which a publisher has one article, dated to one second with one title.

    Of all rows, and of those that are no copies: what stands twice in ``articles/``.
    """
    hosts = {host: source for source in all_sources().values() for host in source.hosts}
    found: dict[tuple[str, object, str], dict[str, bool]] = defaultdict(dict)
    for row in rows:
        url = row.canonical_url.partition("#")[0]
        addresses = found[row.source_id, row.published_at, fold(row.title or "")]
        address = canonical_url(url, hosts.get(host_of(url)))
        addresses[address] = addresses.get(address, False) or row.copy_of is None
    stand = [sum(addresses.values()) for addresses in found.values()]
    return sum(len(addresses) - 1 for addresses in found.values()), sum(max(count - 1, 0) for count in stand)


def main(folder: Path, chosen: argparse.Namespace) -> None:
    """Print the figures."""
    nights = candidates(folder / "ant_2018h1.parquet")
    if chosen.orders:
        differing, changing = linking_changes.compare_orders(nights)
        print(f"nights that depend on the order: {differing}; that change when fed again: {changing}")  # noqa: T201
        return
    started = time.perf_counter()
    rows, flags = link(nights)
    seconds = time.perf_counter() - started
    print(f"{len(rows)} articles, {len(nights)} nights, {seconds:.1f} s")  # noqa: T201
    if chosen.changes:
        alone = linking_changes.unrelated(nights, rows)
        print(f"of {len(alone)} found as exact: {linking_changes.find_variants(alone)}")  # noqa: T201
        print(f"of {len(alone) - 8} unrelated, merged: {linking_changes.merge_furnished(alone)}")  # noqa: T201
    if chosen.peers:
        linking_peers.compare(list(rows.values()), chosen.cache)
    kinds: dict[str | None, int] = defaultdict(int)
    for row in rows.values():
        kinds[row.copy_kind] += 1
    print("second addresses: {}, standing in articles/: {}".format(*second_addresses(rows.values())))  # noqa: T201
    background = sum("shares_background" in found for found in flags.values())
    chained = len({row.story_id for row in rows.values() if row.parent_id})
    print(f"copies: {kinds['exact']} exact, {kinds['near']} near; {background} share a background")  # noqa: T201
    print(f"stories: {len({row.story_id for row in rows.values()})}, {chained} go on with another")  # noqa: T201
    print("pairs  P {:.3f} R {:.3f} F1 {:.3f}".format(*score_pairs(table(folder / "pairs.tsv"), rows)))  # noqa: T201
    print("events P {:.3f} R {:.3f} B3 F1 {:.3f}".format(*score_events(table(folder / "events.tsv"), rows)))  # noqa: T201


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", default=os.environ.get("WARRAQ_EVAL"), help="labelled sets")
    asked.add_argument("--orders", action="store_true", help="feed each night in three orders, and once more")
    asked.add_argument("--changes", action="store_true", help="spelling variants and furniture of 500 articles")
    asked.add_argument("--peers", action="store_true", help="datasketch, rensa and datatrove doing the same look-up")
    asked.add_argument("--cache", type=Path, default=Path(".warraq/peers"), help="where peers are installed")
    given = asked.parse_args()
    if not given.folder:
        asked.error("give the folder of the labelled sets, or set WARRAQ_EVAL")
    main(Path(given.folder), given)
