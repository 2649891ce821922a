"""Gathering the practice newsroom over its nights: each link once, with what its answer can tell."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crawlers.crawl import command
from crawlers.gathered import Gathered, KnownLink
from crawlers.known import write_known
from crawlers.newsroom import nights, server
from crawlers.newsroom.expected import expected_failures, expected_links
from crawlers.sources import select_sources
from crawlers.spool import load_gathered

ROOT = Path(__file__).parents[2]
SEEN_WHILE_GATHERING = frozenset({"unchanged", "robots", "reserved", "challenge", "redirect_loop"})
"""Outcomes known from the answer alone; the others take reading or linking."""


def gather_night(night: int, folder: Path, state: dict[str, KnownLink]) -> dict[str, Gathered]:
    def one(source_id: str) -> Gathered:
        spool = folder / str(night)
        known = folder / f"known-{night}-{source_id}.jsonl"
        write_known(known, [link for key, link in state.items() if key.startswith(source_id)])
        line = command(
            source_id=source_id,
            run=nights.run(night),
            spool=spool,
            known=known,
            clock=nights.clock(night),
            proxy=newsroom.url,
        )
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["source"] == source_id
        gathered = load_gathered(spool, nights.run(night), source_id)
        assert gathered is not None
        return gathered

    with server.serving(night=night) as newsroom, ThreadPoolExecutor(2) as pool:
        ids = [source.id for source in select_sources("practice")]
        return dict(zip(ids, pool.map(one, ids), strict=True))


@pytest.mark.slow
def test_three_nights_of_the_newsroom_are_gathered_as_declared(tmp_path: Path) -> None:
    state: dict[str, KnownLink] = {}
    for night in (1, 2, 3):
        expected = {(row.source_id, row.canonical_url): row for row in expected_links(night)}
        revisits = {key for key, row in expected.items() if not row.listed}
        known = {
            f"{source_id} {url}": KnownLink(
                url=link.url,
                canonical_url=url,
                etag=link.etag,
                last_modified=link.last_modified,
                revisit=(source_id, url) in revisits,
            )
            for source_id, url in expected
            if (link := state.get(f"{source_id} {url}"))
        }
        gathered = gather_night(night, tmp_path, known)
        assert {name: one.failure for name, one in gathered.items() if one.failure} == expected_failures(night)
        links = {(name, link.canonical_url): link for name, one in gathered.items() for link in one.links}
        assert links.keys() == expected.keys()
        for key, row in expected.items():
            link = links[key]
            assert link.url == row.url
            if row.outcome in SEEN_WHILE_GATHERING:
                assert link.outcome == row.outcome, key
            elif row.outcome in ("unpublished", "gone"):
                assert link.outcome == ("gone" if row.http_status in (404, 410) else "fetched"), key
            elif row.outcome == "duplicate_link":
                assert link.final_url != link.canonical_url
            else:
                assert link.outcome == "fetched", (key, row.outcome, link.reason)
            if row.outcome != "duplicate_link":
                assert link.http_status == row.http_status, key
        for (name, url), link in links.items():
            state[f"{name} {url}"] = KnownLink(
                url=link.url, canonical_url=url, etag=link.etag, last_modified=link.last_modified, revisit=False
            )
