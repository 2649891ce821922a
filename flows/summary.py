"""A night in a few words, from its manifest: the table, the markdown and the one line that people read."""

from collections import Counter
from collections.abc import Mapping

from flows.drift import NEXT_STEPS
from storage.manifest import Manifest, SourceReport
from storage.outcomes import ARCHIVED, KNOWN

COLUMNS = ("source", "links", "new", "revised", "copies", "known", "held back", "not archived", "usual", "why")
"""Columns of the table of sources; the numbers after ``links`` add up to it. ``usual`` is how many articles, new and
copies together, its history let expect; empty while that is too short."""

NUMBERS = COLUMNS[1:-2]
"""Columns that are counts of links."""

MOST_REASONS = 4
"""Outcomes named in ``why``; a source rarely has more kinds in a night, and the table must stay readable."""


def table(described: Manifest) -> list[dict[str, str | int]]:
    """One row a source, sorted by id."""
    return [_row(source) for source in described.sources]


def _row(source: SourceReport) -> dict[str, str | int]:
    counts = Counter(source.counts)
    links = sum(counts.values())
    archived = sum(counts[word] for word in ARCHIVED)
    known = sum(counts[word] for word in KNOWN)
    return {
        "source": source.source_id,
        "links": links,
        "new": counts["new"],
        "revised": counts["revised"],
        "copies": counts["copy"],
        "known": known,
        "held back": counts["held_back"],
        "not archived": links - archived - known - counts["held_back"],
        "usual": "" if source.expected_new is None else round(source.expected_new),
        "why": _why(source, counts),
    }


def health_table(described: Manifest) -> list[dict[str, str | int]]:
    """One row a source for the person on duty, those that need one first: yield against history, class, next step."""
    rows = [
        {
            "source": source.source_id,
            "state": source.state.replace("_", " ") if source.state != "ok" or not source.failure else "look at it",
            "articles": source.counts.get("new", 0) + source.counts.get("copy", 0),
            "usual": "" if source.expected_new is None else round(source.expected_new),
            "class": source.failure or "",
            "next step": NEXT_STEPS.get(source.failure or "", ""),
            **{column: value for column, value in _row(source).items() if column not in ("source", "usual")},
        }
        for source in described.sources
    ]
    return sorted(rows, key=lambda row: (not row["class"], row["source"]))


def _why(source: SourceReport, counts: Mapping[str, int]) -> str:
    if source.failure and source.state == "ok":
        return f"{source.failure}: {source.detail}"
    if source.failure:
        return f"{source.state.replace('_', ' ')}, {source.failure}: {source.detail}"
    others = [(count, word) for word, count in counts.items() if word not in ARCHIVED | KNOWN | {"held_back"}]
    named = [
        f"{count} {word.replace('_', ' ')}" for count, word in sorted(others, key=lambda item: (-item[0], item[1]))
    ]
    return ", ".join(named[:MOST_REASONS]) + (" …" if len(named) > MOST_REASONS else "")


LEDGER_COLUMNS = (
    *("source", "requests", "MB", "304", "delay s", "listed", "not due", "in sitemaps", "missing", "recovered"),
)
"""Columns of the table of what gathering cost; ``missing`` are links of sitemaps the archive did not have,
``recovered`` those of them that were fetched."""


def ledger_table(described: Manifest) -> list[dict[str, str | int]]:
    """What gathering cost, one row a source that has a ledger, sorted by id."""
    return [
        {
            "source": source.source_id,
            "requests": ledger.requests,
            "MB": f"{ledger.bytes / 1e6:.1f}",
            "304": f"{ledger.not_modified / ledger.requests:.0%}" if ledger.requests else "",
            "delay s": f"{ledger.delay_s:.0f}",
            "listed": ledger.listed,
            "not due": ledger.not_due,
            "in sitemaps": ledger.in_sitemaps,
            "missing": ledger.missing,
            "recovered": ledger.recovered,
        }
        for source in described.sources
        if (ledger := source.ledger) is not None
    ]


def totals(described: Manifest) -> dict[str, str | int]:
    """The table's last line."""
    rows = table(described)
    sums: dict[str, str | int] = {column: sum(int(row[column]) for row in rows) for column in NUMBERS}
    failed = sum(source.state != "ok" for source in described.sources)
    usual = sum(int(row["usual"] or 0) for row in rows) or ""
    return {
        "source": "all",
        **sums,
        "usual": usual,
        "why": f"{failed} of {len(rows)} sources not published" if failed else "",
    }


def one_line(described: Manifest) -> str:
    """Such as ``2026-11-18: 52 new, 0 revised, 9 copies of 96 links; 3 sources failed``."""
    sums = totals(described)
    line = (
        f"{described.run}: {sums['new']} new, {sums['revised']} revised, {sums['copies']} copies "
        f"of {sums['links']} links"
    )
    failed = [source.source_id for source in described.sources if source.state != "ok"]
    return line + (f"; not published: {', '.join(failed)}" if failed else "")


def markdown(described: Manifest, links: Mapping[str, str]) -> str:
    """The night for Prefect's markdown artifact; ``links`` maps what a person may open next to its address."""
    addresses = " · ".join(f"[{name}]({url})" for name, url in links.items())
    lines = [f"# Night {described.run}", "", one_line(described), "", addresses, ""]
    lines += [f"- **{source.source_id}** {_why(source, {})}" for source in described.sources if source.failure]
    lines += [f"- {'✓' if check.passed else '✗'} {check.name}: {check.note}" for check in described.checks]
    lines += ["", "| outcome | links |", "|---|---:|"]
    lines += [f"| {word.replace('_', ' ')} | {count} |" for word, count in described.counts.items()]
    return "\n".join(lines)
