"""Average-link agglomeration of unit vectors, without a dense matrix of all pairs."""

from collections import defaultdict
from collections.abc import Iterator

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
    forest = _strongest_links(vectors, least)
    return sorted(_groups(vectors, np.arange(vectors.shape[0]), forest, least))


def _groups(
    vectors: sparse.csr_matrix, rows: NDArray[np.int64], forest: sparse.csr_matrix, least: float
) -> Iterator[list[int]]:
    for component in _components(rows, forest, least):
        if len(component) > LARGEST and least < 1:
            yield from _groups(vectors, np.array(component), forest, least + STEP)
        else:
            yield from _average_link(vectors, component, least)


def _strongest_links(vectors: sparse.csr_matrix, least: float) -> sparse.csr_matrix:
    """The strongest links of at least ``least`` that connect the rows: a maximum spanning forest, values negated.

    What is connected by links of any strength is connected by them, and there are fewer of them than rows: of 10,000
    articles that are all alike, 50 million pairs are never held at once.
    """
    count = vectors.shape[0]
    forest = sparse.csr_matrix((count, count))
    for start in range(0, count, BLOCK):
        likeness = (vectors[start : start + BLOCK] @ vectors[start:].T).tocoo()
        strong = (likeness.data >= least) & (likeness.row < likeness.col)
        found = forest.tocoo()
        links = np.concatenate([found.data, -likeness.data[strong]])
        ones = np.concatenate([found.row, likeness.row[strong] + start])
        others = np.concatenate([found.col, likeness.col[strong] + start])
        graph = sparse.csr_matrix((links, (ones, others)), shape=(count, count))
        forest = sparse.csgraph.minimum_spanning_tree(graph, overwrite=True)
    return forest


def _components(rows: NDArray[np.int64], forest: sparse.csr_matrix, least: float) -> list[list[int]]:
    """Rows connected by similarity: groups of a mean similarity of ``least`` never cross their borders."""
    found = forest.tocoo()
    strong = found.data <= -least
    graph = sparse.coo_matrix((found.data[strong], (found.row[strong], found.col[strong])), shape=forest.shape)
    labels = sparse.csgraph.connected_components(graph, directed=False)[1]
    return _by_label(rows.tolist(), labels[rows])


def _average_link(vectors: sparse.csr_matrix, component: list[int], least: float) -> list[list[int]]:
    if len(component) == 1:
        return [component]
    chosen = vectors[component]
    distance = np.clip(1 - (chosen @ chosen.T).toarray(), 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return _by_label(component, fcluster(tree, t=1 - least, criterion="distance"))


def _by_label(numbers: list[int], labels: NDArray[np.int32]) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, label in zip(numbers, labels, strict=True):
        groups[int(label)].append(number)
    return list(groups.values())
