"""What the judgement from history tells of simulated nights: faults found on their first night, and false alarms.

    python -m tests.benchmarks.health --seeds 20

Each seed is sixty quiet nights of twenty sources, and the same nights again with faults of every kind. Nothing is
crawled; about five seconds a seed.
"""

import argparse
from collections import Counter

from tests.unit.flows.simulated import FAULTS, NIGHTS, SOURCES, faults_of, simulate

EACH = 3
"""Faults of a kind in a seed's nights."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    wanted = parser.parse_args()
    seeds = wanted.seeds
    alarms: list[int] = []
    found: Counter[str] = Counter()
    for seed in range(wanted.first, wanted.first + seeds):
        quiet = simulate(seed, [])
        alarms.append(len(quiet))
        for told in quiet:
            print(f"seed {seed}, night {told.night}, {told.source_id}: {told.verdict.detail}")  # noqa: T201
        faults = faults_of(seed, EACH)
        classes = {(told.night, told.source_id): told.verdict.findings[0].failure for told in simulate(seed, faults)}
        for fault in faults:
            right = classes.get((fault.night, f"source_{fault.source:02d}")) == FAULTS[fault.kind][0]
            found[fault.kind] += right
            if not right:
                print(f"seed {seed}: {fault} was not told")  # noqa: T201
    print(f"\nfalse alarms in {NIGHTS} quiet nights of {SOURCES} sources: {sorted(alarms)}")  # noqa: T201
    for kind in FAULTS:
        print(f"{kind}: {found[kind]} of {EACH * seeds} on the first night, with the right class")  # noqa: T201


if __name__ == "__main__":
    main()
