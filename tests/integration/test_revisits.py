"""Pages that did not change: kept as WARC revisits that name the record with the body, by the real process."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.gathered import Gathered, KnownLink, Payload
from storage.captures import StoredRecord, records

sys.path.insert(0, str(Path(__file__).parent))
from gathering import CLOCK, CRAWL_S, RUN, Answer, Publisher, gather, outcomes, page, publishing, rss, start

HOST = "minbar.example"
BEFORE = datetime.fromisoformat(CLOCK) - timedelta(days=1)
DIES_BEFORE_ITS_RESULT = "import os, crawlers.spool\ncrawlers.spool.Spool.publish = lambda *a, **k: os._exit(9)"


def served(site: Publisher) -> None:
    """Four pages, of which one has an entity tag."""
    site.put(f"{HOST}/feed", rss("/news/same", "/news/edited", "/news/moved", "/news/tag"))
    for name in ("same", "edited", "moved"):
        site.put(f"{HOST}/news/{name}", page(name))
    site.put(f"{HOST}/news/tag", page("tag"), ETag='"v1"')


def changed(site: Publisher) -> None:
    """The next night: one edited, one redirected to where the same bytes are."""
    site.pages[f"{HOST}/news/edited"] = [Answer(body=page("edited since").encode())]
    site.pages[f"{HOST}/news/moved"] = [Answer(status=302, headers={"Location": "/news/target"})]
    site.put(f"{HOST}/news/target", page("moved"))


def known(night: Gathered) -> list[KnownLink]:
    """What the next night is told of a night that was a day before."""
    return [
        KnownLink(
            url=link.url,
            canonical_url=link.canonical_url,
            etag=link.etag,
            last_modified=link.last_modified,
            revisit=False,
            pending=False,
            payload=Payload(digest=link.payload_digest or "", url=link.final_url or "", at=BEFORE),
        )
        for link in night.links
    ]


def captured(spool: Path) -> tuple[bytes, dict[str, StoredRecord]]:
    file = spool / RUN / "minbar" / "minbar-00000.warc.gz"
    return file.read_bytes(), {urlsplit(one.url or "").path: one for one in records(file, strict=True)}


def test_a_page_of_the_same_bytes_is_kept_as_a_revisit_of_the_record_that_has_them(tmp_path: Path) -> None:
    with publishing() as site:
        served(site)
        links = known(gather(tmp_path / "first", site.url))
        changed(site)
        second = gather(tmp_path / "second", site.url, known=links)
    assert outcomes(second) == {
        "/news/same": "unchanged",
        "/news/edited": "fetched",
        "/news/moved": "fetched",
        "/news/tag": "unchanged",
    }
    _, stored = captured(tmp_path / "second")
    for path, status in (("/news/same", 200), ("/news/tag", 304)):
        revisit = stored[path]
        assert (revisit.kind, revisit.refers_to) == ("revisit", (f"http://{HOST}{path}", BEFORE))
        assert (revisit.response().status, revisit.response().body) == (status, b"")
    # The same bytes at another address are another page.
    assert stored["/news/target"].kind == "response"


def test_a_crawl_killed_after_a_revisit_was_received_says_the_same_and_asks_for_nothing(tmp_path: Path) -> None:
    with publishing() as site:
        served(site)
        links = known(gather(tmp_path / "first", site.url))
        changed(site)
        second = gather(tmp_path / "second", site.url, known=links)
        start(tmp_path / "killed", site.url, known=links, before=DIES_BEFORE_ITS_RESULT).communicate(timeout=CRAWL_S)
        asked = len(site.asked)
        assert gather(tmp_path / "killed", site.url, known=links) == second
        assert len(site.asked) == asked
    assert captured(tmp_path / "killed")[0] == captured(tmp_path / "second")[0]
