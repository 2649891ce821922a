"""Warraq's reader beside every other, in one run on the same pages.

``python tests/benchmarks/reading.py --eval FOLDER`` (or ``WARRAQ_EVAL``) measures on real saved pages (``pages.jsonl``,
``html/``, ``truth/``, ``dates.tsv``), without a folder on the practice newsroom's. Each peer gets an environment of its
own in ``--cache`` (made by uv) and runs as a process of its own. Text is scored as a bag of words after NFKC without
tatweel, diacritics and marks; a date is right when its day in the publisher's zone is, refused when there is none.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import encodings_table as encodings
from environments import environment
from peers import READERS

from crawlers.newsroom import nights
from crawlers.newsroom.expected import expected_links
from crawlers.newsroom.plan import items
from crawlers.newsroom.responses import respond_item
from crawlers.reading.datetext import read_date
from crawlers.sources import get_source

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "trafilatura": ["trafilatura>=2.3.1,<2.4", "lxml_html_clean"],
    "trafilatura fast": ["trafilatura>=2.3.1,<2.4", "lxml_html_clean"],
    "trafilatura precision": ["trafilatura>=2.3.1,<2.4", "lxml_html_clean"],
    "newspaper4k": ["newspaper4k[ar]", "lxml_html_clean", "nltk"],
    "readability-lxml": ["readability-lxml", "lxml_html_clean"],
    "resiliparse": ["resiliparse"],
    "goose3": ["goose3[arabic]", "lxml_html_clean", "nltk"],
    "news-please": ["news-please", "lxml_html_clean", "nltk"],
}
SKIPPED = {"fundus": "reads only pages of publishers it has a parser for; it has none for these"}
LIMIT_S = 300
"""Longest a reader may take for all rounds: some ask for the network on every page (2026-11-22)."""
ZONES = {"JO": "Asia/Amman", "SA": "Asia/Riyadh", "EG": "Africa/Cairo"}
CAPTURED = datetime(2026, 11, 20, 22, tzinfo=UTC)
_DROPPED = re.compile(
    "[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page and what is true of it."""

    page: dict[str, Any]
    """As ``peers`` reads it from ``pages.json``."""
    body: bytes
    title: str | None
    text: str | None
    """None: the page is not an Arabic article."""
    day: str | None
    """Local publication day; None: the page does not tell."""
    outcome: str | None
    """The outcome Warraq must name; None for an article."""


def real_cases(folder: Path) -> list[Case]:
    """The saved pages of a folder."""
    cases = []
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        truth = json.loads((folder / item["truth"]).read_text(encoding="utf-8")) if item.get("truth") else {}
        url = quote(item["url"] or f"http://unknown.example/{item['id']}", safe=":/%?=&")
        country = re.search(r"\((\w\w)\)", item["publisher"] or "")
        page = {
            "id": item["id"],
            "file": f"{len(cases)}.html",
            "url": url,
            "host": urlsplit(url).hostname,
            "name": re.sub(r" \(.*", "", item["publisher"] or "") or "موقع",
            "zone": ZONES.get(country[1] if country else "", "Africa/Cairo"),
            "content_type": "text/html; charset=utf-8",
            "captured_at": CAPTURED.isoformat(),
        }
        body = (folder / item["file"]).read_bytes()
        day, text, title = truth.get("date"), truth.get("text"), truth.get("title")
        outcome = None if text else negative_outcome(item["page_type"])
        cases.append(Case(page=page, body=body, title=title, text=text, day=day, outcome=outcome))
    return cases


def negative_outcome(page_type: str) -> str:
    """The outcome a saved page that is no Arabic article must end in, by what the set calls it."""
    if page_type.startswith("section"):
        return "section"
    return "not_article" if page_type.startswith("feed") else "not_arabic"


def practice_cases() -> list[Case]:
    """The practice newsroom's pages as new on each night, with its own table of what is true."""
    by_url = {item.url: item for item in items()}
    cases: dict[str, Case] = {}
    for night in (1, 2, 3):
        for link in expected_links(night):
            item = by_url[link.canonical_url]
            answered = item.kind not in ("redirect", "redirect_loop") and link.http_status == 200
            if not answered or link.outcome in ("unpublished", "reserved", "revisit"):
                continue
            source, response = get_source(link.source_id), respond_item(item, night)
            key = f"{item.id}/{night}"
            page = {
                "id": key,
                "file": f"{len(cases)}.html",
                "url": link.canonical_url,
                "host": source.hosts[0],
                "name": source.name,
                "zone": source.timezone,
                "content_type": dict(response.headers).get("Content-Type", ""),
                "captured_at": nights.clock(night).isoformat(),
            }
            truth = link.article
            at = (
                truth.published_at.astimezone(source.zone).date().isoformat() if truth and truth.published_at else None
            )
            cases[key] = Case(
                page=page,
                body=response.body,
                title=truth.title if truth else None,
                text=truth.text if truth else None,
                day=at,
                outcome=None if truth else link.outcome,
            )
    return list(cases.values())


def words(text: str) -> Counter[str]:
    """The bag of words that is scored."""
    return Counter(_DROPPED.sub("", unicodedata.normalize("NFKC", text)).split())


def score_text(text: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags of words."""
    read, true = words(text), words(truth)
    both = (read & true).total()
    precision, recall = both / max(read.total(), 1), both / max(true.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def local_day(date: str | None, zone: str) -> str | None:
    """The day a reader's date names, in the publisher's zone; as written when it names no zone."""
    try:
        at = datetime.fromisoformat(date) if date else None
    except ValueError:
        return (date or "")[:10]
    if at is None:
        return None
    return (at.astimezone(ZoneInfo(zone)) if at.tzinfo else at).date().isoformat()


def row(reader: str, result: dict[str, Any], cases: list[Case]) -> str:
    """One line of the table."""
    scores, titles, dates, false = [], 0, Counter[str](), 0
    for case in cases:
        read = result["pages"][case.page["id"]]
        if case.text is None:
            kept = bool(read.get("text")) and read.get("outcome") != "off_topic"
            false += kept or (reader == "warraq" and read.get("outcome") != case.outcome)
            continue
        scores.append(score_text(read.get("text") or "", case.text))
        titles += " ".join((read.get("title") or "").split()) == case.title
        day = local_day(read.get("date"), case.page["zone"])
        dates["right" if day == case.day else "wrong" if day else "refused"] += 1
    precision, recall, f1 = (sum(score[part] for score in scores) / len(scores) for part in range(3))
    lowest = min(score[2] for score in scores)
    return (
        f"{reader:22} {precision:9.3f} {recall:6.3f} {f1:6.3f} {lowest:6.3f} {titles:6}/{len(scores)}"
        f" {dates['right']:5} {dates['wrong']:5} {dates['refused']:7} {false:9} {result['rate']:7.1f} {result['peak_mib']:6}"
    )


def start(reader: str, python: Path, folder: Path, rounds: int, part: int = 0) -> tuple[subprocess.Popen[bytes], Path]:
    """A reader at work, and where its results will be."""
    out = folder / f"{reader.replace(' ', '-')}-{part}.json"
    command = [python, Path(__file__).with_name("peers.py"), reader, folder, out, str(rounds)]
    paths = {"PYTHONPATH": str(ROOT)} if reader == "warraq" else {}
    return subprocess.Popen(command, env=os.environ | paths, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), out


def finish(process: subprocess.Popen[bytes], out: Path) -> dict[str, Any]:
    """The results of a reader; ``CalledProcessError`` when it failed, ``TimeoutExpired`` beyond ``LIMIT_S``."""
    try:
        process.wait(LIMIT_S)
    finally:
        process.kill()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return dict(json.loads(out.read_text(encoding="utf-8")))


def table(cases: list[Case], folder: Path, cache: Path, readers: list[str], rounds: int) -> None:
    """Print every reader's line."""
    print(f"{'reader':22} precision recall     F1 lowest  titles dates wrong refused negatives pages/s    MiB")  # noqa: T201
    for reader in readers:
        if reader in SKIPPED:
            print(f"{reader:22} skipped: {SKIPPED[reader]}")  # noqa: T201
            continue
        try:
            own = Path(sys.executable) if reader == "warraq" else None
            python = own or environment(cache / reader.split()[0], PACKAGES[reader])
            print(row(reader, finish(*start(reader, python, folder, rounds)), cases), flush=True)  # noqa: T201
        except (subprocess.SubprocessError, FileNotFoundError) as error:
            print(f"{reader:22} skipped: {error} {(getattr(error, 'stderr', '') or '').strip()[-300:]}")  # noqa: T201


def two_against_one(folder: Path, rounds: int) -> None:
    """Print what a second process of Warraq's reader adds."""
    begin = partial(start, "warraq", Path(sys.executable), folder, rounds)
    alone = finish(*begin())["rate"]
    both = [begin(part=part) for part in (1, 2)]
    together = sum(finish(*started)["rate"] for started in both)
    print(f"warraq: one process {alone:.1f} pages/s, two {together:.1f}: {together / alone:.2f} ×")  # noqa: T201


def date_lines(path: Path) -> None:
    """Print how many visible date lines are read right."""
    zone = ZoneInfo("Asia/Riyadh")
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            read = read_date(line["text"], zone, CAPTURED, "dmy")
            day = read.at.astimezone(zone).date().isoformat() if read else None
            counts["right" if day == line["expected"] else "wrong" if day else "refused"] += 1
    print(f"{path.name}: {counts['right']} right, {counts['wrong']} wrong, {counts['refused']} refused")  # noqa: T201


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--eval", default=os.environ.get("WARRAQ_EVAL", ""), help="folder of saved pages with their truth"
    )
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "warraq-peers", help="peers' environments"
    )
    parser.add_argument(
        "--rounds", type=int, default=5, help="times every page is read on the clock; the fastest counts"
    )
    parser.add_argument("--readers", nargs="+", choices=[*READERS, *SKIPPED], default=[*READERS, *SKIPPED])
    parser.add_argument("--encodings", action="store_true", help="only every encoding under every label")
    options = parser.parse_args()
    cases = real_cases(Path(options.eval)) if options.eval else practice_cases()
    if options.encodings:
        encodings.table([(case.page, case.body) for case in cases if case.text][:6], score_text)
        return
    articles = sum(case.text is not None for case in cases)
    print(f"{len(cases)} {'saved' if options.eval else 'practice'} pages, {articles} of them articles")  # noqa: T201
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in cases:
            (folder / case.page["file"]).write_bytes(case.body)
        (folder / "pages.json").write_text(json.dumps([case.page for case in cases]), encoding="utf-8")
        table(cases, folder, options.cache, options.readers, options.rounds)
        two_against_one(folder, options.rounds)
    if options.eval and (Path(options.eval) / "dates.tsv").exists():
        date_lines(Path(options.eval) / "dates.tsv")


if __name__ == "__main__":
    main()
