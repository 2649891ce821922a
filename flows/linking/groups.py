"""Average-link agglomeration of unit vectors, without a dense matrix of all pairs."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

LARGEST = 4000
"""Articles linked densely at once: 4,000 take 130 MB a matrix and .6 s (2026-11-22). A larger component,
which real news of a day does not form, is first parted where its links are weakest."""
STEP = 0.05
"""How much stronger the links must be when a component is parted."""
BLOCK = 1000
"""Rows multiplied at once: 1,000 against 10,000 stay under 100 MB."""


def group_rows(vectors: sparse.csr_matrix, *, least: float) -> list[list[int]]:
    """Groups of a mean similarity of at least ``least``: row numbers, each group sorted, by their first member."""
    groups = []
    for component in _components(vectors, least):
        if len(component) > LARGEST and least < 1:
            for part in group_rows(vectors[component], least=least + STEP):
                groups.append([component[number] for number in part])
        else:
            groups += _average_link(vectors, component, least)
    return sorted(groups)


def _components(vectors: sparse.csr_matrix, least: float) -> list[list[int]]:
    """Rows connected by similarity: groups of a mean similarity of ``least`` never cross their borders."""
    count = vectors.shape[0]
    sources: list[NDArray[np.int64]] = []
    targets: list[NDArray[np.int64]] = []
    for start in range(0, count, BLOCK):
        likeness = (vectors[start : start + BLOCK] @ vectors.T).tocoo()
        strong = likeness.data >= least
        sources.append(likeness.row[strong] + start)
        targets.append(likeness.col[strong])
    edges = (np.concatenate(sources), np.concatenate(targets))
    graph = sparse.coo_matrix((np.ones(len(edges[0])), edges), shape=(count, count))
    labels = sparse.csgraph.connected_components(graph, directed=False)[1]
    return _by_label(range(count), labels)


def _average_link(vectors: sparse.csr_matrix, component: list[int], least: float) -> list[list[int]]:
    if len(component) == 1:
        return [component]
    chosen = vectors[component]
    distance = np.clip(1 - (chosen @ chosen.T).toarray(), 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return _by_label(component, fcluster(tree, t=1 - least, criterion="distance"))


def _by_label(numbers: range | list[int], labels: NDArray[np.int32]) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, label in zip(numbers, labels, strict=True):
        groups[int(label)].append(number)
    return list(groups.values())
