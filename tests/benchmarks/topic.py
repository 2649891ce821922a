"""The geopolitics filter against the labelled categories of the ANT corpus.

``python tests/benchmarks/topic.py FOLDER`` (or ``WARRAQ_EVAL``) judges every article of ``ant_2018h1.parquet`` by title
and text alone (its category is the label, so no section is given) and prints for each category the share rejected, the
precision and recall of what is kept as public affairs at several thresholds, and the words behind the confusions.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from crawlers.reading.topic import MIN_OFF_WORDS, OFF_TOPIC_BELOW, Topic, judge_topic

OTHER = ("sport", "culture", "technology")
"""Categories that are not public affairs; every other is."""
THRESHOLDS = (0.25, 0.3, OFF_TOPIC_BELOW, 0.4, 0.45, 0.5)


def judged(path: Path) -> list[tuple[str, Topic]]:
    """Category and topic of every article."""
    table = pq.read_table(path, columns=["category", "title", "text"]).to_pylist()
    return [(item["category"], judge_topic(item["title"], item["text"], None)) for item in table]


def kept(topic: Topic, threshold: float) -> bool:
    """Whether the filter keeps an article at a threshold."""
    return not (topic.score < threshold and len(topic.off) >= MIN_OFF_WORDS)


def confusion(topics: list[tuple[str, Topic]], threshold: float) -> tuple[float, float, float, float]:
    """Precision and recall of "public affairs" among the kept, then of "other" among the rejected."""
    counts = Counter((category not in OTHER, kept(topic, threshold)) for category, topic in topics)
    true_kept, false_kept, lost, rejected = (
        counts[key] for key in ((True, True), (False, True), (True, False), (False, False))
    )
    precision, recall = true_kept / max(true_kept + false_kept, 1), true_kept / max(true_kept + lost, 1)
    return precision, recall, rejected / max(rejected + lost, 1), rejected / max(rejected + false_kept, 1)


def main(folder: Path) -> None:
    """Print the figures."""
    topics = judged(folder / "ant_2018h1.parquet")
    totals = Counter(category for category, _ in topics)
    for category, total in totals.most_common():
        rejected = [topic for name, topic in topics if name == category and not kept(topic, OFF_TOPIC_BELOW)]
        common = Counter(word for topic in rejected for word in topic.off).most_common(5)
        words = "، ".join(word for word, _ in common)
        print(f"{category:20} {total:6} articles, {len(rejected) / total:6.1%} rejected: {words}")  # noqa: T201
    for threshold in THRESHOLDS:
        found = confusion(topics, threshold)
        print("below {:.2f}: public affairs P {:.3f} R {:.3f}; rejected P {:.3f} R {:.3f}".format(threshold, *found))  # noqa: T201


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("WARRAQ_EVAL", "")
    if not where:
        sys.exit("give the folder of the labelled sets, or set WARRAQ_EVAL")
    main(Path(where))
