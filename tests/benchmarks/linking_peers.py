"""Libraries that look up near texts, side by side with Warraq's index in one run, each in a process of its own.

``compare`` writes the hashed shingles of the stream to a folder, installs each library into an environment of its
own (by uv), and runs this file there: ``python linking_peers.py PEER FOLDER OUT``. Every text is put in and looked
up among all others. A pair counts that Warraq's rule calls near; all such pairs are enumerated from all shingles.
"""

import json
import struct
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

Pair = tuple[int, int]
Texts = Sequence[Sequence[int]]
PACKAGES = {
    "warraq": (),
    "datasketch 14x8": ("datasketch",),
    "datasketch 42x3": ("datasketch",),
    "rensa .7": ("rensa",),
    "rensa .3": ("rensa",),
    "datatrove 14x8": ("datatrove", "xxhash", "spacy", "nltk", "tokenizers", "orjson"),
}
"""What each peer needs. 14 bands of 8 rows is the setting of training corpora, 42 of 3 and .3 are the most lenient."""


def _datasketch(bands: int, rows: int) -> Callable[[Texts, Path], Iterator[Pair]]:
    def look_up(texts: Texts, folder: Path) -> Iterator[Pair]:
        from datasketch import MinHash, MinHashLSH

        index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
        made = []
        for number, text in enumerate(texts):
            made.append(MinHash(num_perm=bands * rows))
            made[-1].update_batch([struct.pack("<I", one) for one in text])
            index.insert(number, made[-1])
        for number, one in enumerate(made):
            yield from ((number, other) for other in index.query(one) if other > number)

    return look_up


def _rensa(threshold: float, bands: int, rows: int) -> Callable[[Texts, Path], Iterator[Pair]]:
    def look_up(texts: Texts, folder: Path) -> Iterator[Pair]:
        from rensa import RMinHash, RMinHashLSH

        index = RMinHashLSH(threshold, bands * rows, bands)
        made = []
        for text in texts:
            made.append(RMinHash(bands * rows, 42))
            made[-1].update([str(one) for one in text])
        index.insert_pairs(list(enumerate(made)))
        for number, found in enumerate(index.query_all(made)):
            yield from ((number, other) for other in found if other > number)

    return look_up


def _datatrove(texts: Texts, folder: Path) -> Iterator[Pair]:
    import numpy as np
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupSignature

    class Signature(MinhashDedupSignature):
        def get_shingles(self, text: str) -> Any:
            return np.array(text.split(), dtype=np.uint64).reshape((-1, 1))

    config, signatures, buckets = MinhashConfig(), str(folder / "signatures"), folder / "buckets"
    documents = [Document(" ".join(map(str, text)), str(number)) for number, text in enumerate(texts)]
    sign = Signature(output_folder=signatures, config=config, language="arb_Arab")
    LocalPipelineExecutor([documents, sign], tasks=1, logging_dir=str(folder / "log1")).run()
    match = MinhashDedupBuckets(input_folder=signatures, output_folder=str(buckets), config=config)
    LocalPipelineExecutor([match], tasks=config.num_buckets, workers=1, logging_dir=str(folder / "log2")).run()
    for file in sorted(buckets.glob("*.dups")):
        for _, one, _, other in struct.iter_unpack("<4I", file.read_bytes()):
            yield one, other


def _warraq(texts: Texts, folder: Path) -> Iterator[Pair]:
    from dataclasses import replace

    from flows.linking.index import MemoryIndex
    from flows.linking.packed import pack
    from flows.linking.revisions import archived_row
    from tests.integration.stored import DAYS, article

    like = archived_row(article(0), DAYS[0])
    rows = {str(n): replace(like, article_id=str(n), shingles=pack(list(text))) for n, text in enumerate(texts)}
    for key, found in MemoryIndex(rows.values()).near(rows).items():
        yield from ((int(key), int(row.article_id)) for row in found if int(row.article_id) > int(key))


LOOK_UPS: dict[str, Callable[[Texts, Path], Iterator[Pair]]] = {
    "warraq": _warraq,
    "datasketch 14x8": _datasketch(14, 8),
    "datasketch 42x3": _datasketch(42, 3),
    "rensa .7": _rensa(0.7, 14, 8),
    "rensa .3": _rensa(0.3, 42, 3),
    "datatrove 14x8": _datatrove,
}


def near_pairs(rows: Sequence[Any]) -> set[Pair]:
    """Every pair of different texts that Warraq's rule calls near, by number, whatever an index would find."""
    import numpy as np
    from scipy import sparse

    from flows.linking.copies import COPY_LEAST, compare
    from flows.linking.packed import unpack

    hashes = [unpack(row.shingles) for row in rows]
    sizes = np.array([one.size for one in hashes])
    names, columns = np.unique(np.concatenate(hashes), return_inverse=True)
    pointers = np.concatenate(([0], np.cumsum(sizes)))
    whole = sparse.csr_matrix((np.ones(columns.size, np.int32), columns, pointers), shape=(len(rows), names.size))
    turned, pairs = whole.T.tocsr(), set()
    for start in range(0, len(rows), 500):
        shared = (whole[start : start + 500] @ turned).tocoo()
        ones, others = shared.row + start, shared.col
        close = (others > ones) & (shared.data >= COPY_LEAST * (sizes[ones] + sizes[others] - shared.data))
        for one, other in zip(ones[close].tolist(), others[close].tolist(), strict=True):
            if compare(rows[one], rows[other]) == "near":
                pairs.add((one, other))
    return pairs


def compare(rows: Iterable[Any], cache: Path) -> None:
    """Print for each peer the share of near pairs among its candidates, how many these are, time and memory."""
    from environments import environment

    from flows.linking.packed import unpack
    from flows.linking.shingles import long_enough

    different = {row.text_digest: row for row in sorted(rows, key=lambda row: row.article_id, reverse=True)}
    chosen = [row for row in different.values() if long_enough(row.shingles)]
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "texts.bin").write_bytes(b"".join(row.shingles for row in chosen))
    (cache / "sizes.json").write_text(json.dumps([unpack(row.shingles).size for row in chosen]))
    near = near_pairs(chosen)
    print(f"{len(chosen)} different texts, {len(near)} near pairs")  # noqa: T201
    for peer in PACKAGES:
        folder = cache / peer.replace(" ", "-")
        out = folder / "out.json"
        try:
            folder.mkdir(exist_ok=True)
            python = str(environment(folder, PACKAGES[peer])) if PACKAGES[peer] else sys.executable
            subprocess.run([python, __file__, peer, str(cache), str(out)], check=True, capture_output=True, text=True)
        except subprocess.CalledProcessError as error:
            print(f"{peer:16} did not run: {str(error.stderr).strip().splitlines()[-1:]}")  # noqa: T201
            continue
        found = json.loads(out.read_text())
        pairs = {tuple(pair) for pair in found["pairs"]}
        print(  # noqa: T201
            f"{peer:16} recall {len(pairs & near) / len(near):.3f}, {len(pairs)} candidates,"
            f" {found['seconds']:.1f} s, {found['bytes'] / len(chosen) / 1000:.1f} kB a text"
        )


def _peak() -> int:
    # Not getrusage: its peak is inherited from the process that started this one.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(peer: str, folder: Path, out: Path) -> None:
    """Run one peer over the texts and write its candidates, its seconds and the memory it added."""
    import tempfile

    hashes = memoryview(array("I", (folder / "texts.bin").read_bytes()))
    ends = list(accumulate(json.loads((folder / "sizes.json").read_text())))
    texts = [hashes[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    before = _peak()
    with tempfile.TemporaryDirectory() as scratch:
        started = time.perf_counter()
        pairs = sorted({(min(pair), max(pair)) for pair in LOOK_UPS[peer](texts, Path(scratch))})
        seconds = time.perf_counter() - started
    added = _peak() - before
    out.write_text(json.dumps({"pairs": pairs, "seconds": seconds, "bytes": added}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
