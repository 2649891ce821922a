"""What a crawl is given and gives back by the bucket, without Prefect: real store, real crawls, two data folders."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from crawlers.gathered import Gathered
from crawlers.newsroom.server import serving
from crawlers.spool import load_gathered
from crawlers.starter import CrawlStarter
from flows import handover
from flows.datafolder import keep_settled
from flows.gather import Elsewhere, Log, gather_source
from flows.handover import Claim, Handover, Order, gather_ordered
from flows.runs import Night, plan_night
from storage import layout, versions
from storage.connection import Connection
from storage.errors import ConflictError, SettingsError
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.nights import settings_on

SOURCE = "minbar"


@dataclass(frozen=True)
class Machines:
    """A night on one machine, and a worker's data folder as on another."""

    settings: Settings
    store: ObjectStore
    night: Night
    starter: CrawlStarter
    proxy_url: str
    there: Path

    def elsewhere(self, source_id: str, arguments: Sequence[str], log: Log) -> Gathered:
        """Order the crawl, do it in the other data folder, take it."""
        given = Handover(self.store, self.night)
        given.give(source_id, arguments, self.settings.crawl_timeout_s)
        gather_ordered(self.claim("one"), self.there, self.starter, log)
        taken = given.take(source_id)
        assert taken is not None
        return taken

    def claim(self, owner: str, lost: Callable[[], None] = lambda: None) -> Claim:
        return Claim(self.store, self.night.run, SOURCE, owner, lost)

    def gather(self, spool: Path, elsewhere: Elsewhere | None = None) -> Gathered:
        """The crawl of a night whose spool it is."""
        night = replace(self.night, spool=spool / self.night.run)
        return gather_source(
            SOURCE,
            night=night,
            settings=self.settings,
            proxy_url=self.proxy_url,
            known=(),
            settled=keep_settled(night.spool, np.empty(0, np.uint64)),
            refused=(),
            feeds=(),
            log=logging.getLogger(__name__).log,
            starter=self.starter,
            elsewhere=elsewhere,
        )


@pytest.fixture
def machines(store_server: Connection, tmp_path: Path) -> Iterator[Machines]:
    settings = settings_on(store_server, tmp_path, f"handover-{uuid.uuid4().hex}", SOURCE)
    store = ObjectStore.open(settings)
    night = plan_night(settings, night=1, run="", latest=None, now=datetime.now(UTC))
    with serving(1) as newsroom, CrawlStarter() as starter:
        yield Machines(settings, store, night, starter, newsroom.url, tmp_path / "there")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.warc.gz")}


def test_a_crawl_elsewhere_leaves_the_result_and_the_bytes_of_one_here(machines: Machines, tmp_path: Path) -> None:
    here = machines.gather(tmp_path / "alone")
    assert len(here.links) > 5
    there = machines.gather(machines.night.spool.parent, machines.elsewhere)
    assert there == here
    assert _files(machines.night.spool / SOURCE) == _files(tmp_path / "alone" / machines.night.run / SOURCE) != {}
    assert not list(machines.there.rglob("*.warc.gz")), "a worker keeps nothing"
    handover.clear(machines.store)
    assert machines.store.list() == []
    assert versions.listed(machines.store)
    handover.forget(machines.store)
    assert versions.listed(machines.store) == []


def test_what_was_given_back_is_there_for_the_next_attempt_of_the_night(machines: Machines, tmp_path: Path) -> None:
    machines.gather(machines.night.spool.parent, machines.elsewhere)
    again = replace(machines.night, spool=tmp_path / "again" / machines.night.run)
    taken = Handover(machines.store, again).take(SOURCE)
    assert taken == load_gathered(again.spool.parent, again.run, SOURCE)
    assert _files(again.spool / SOURCE) == _files(machines.night.spool / SOURCE)


def test_a_worker_that_was_given_up_gives_nothing_back(machines: Machines) -> None:
    given = Handover(machines.store, machines.night)

    def given_up(source_id: str, arguments: Sequence[str], log: Log) -> Gathered:
        given.give(source_id, arguments, 60)
        claim = machines.claim("one")
        assert (given.claim_age_s(SOURCE, "one") or 0) < 60
        assert given.claim_age_s(SOURCE, "two") is None
        given.give_up(source_id)
        return gather_ordered(claim, machines.there, machines.starter, log)

    with pytest.raises(ConflictError):
        machines.gather(machines.night.spool.parent, given_up)
    assert given.take(SOURCE) is None


def test_a_worker_learns_at_its_next_renewal_that_another_has_its_source(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "RENEW_S", 0.05)
    lost = threading.Event()
    with machines.claim("one", lost.set).renewed():
        assert not lost.wait(0.5)
        machines.claim("two")
        assert lost.wait(10)


def test_an_order_of_another_version_or_archive_is_refused(machines: Machines) -> None:
    def ask() -> None:
        gather_ordered(machines.claim("one"), machines.there, machines.starter, lambda level, message: None)

    with pytest.raises(SettingsError, match="a worker needs the night's WARRAQ_ENDPOINT_URL and WARRAQ_BUCKET"):
        ask()
    order = Order(version="0.0.0", arguments=[], timeout_s=1).model_dump_json()
    machines.store.ensure(layout.gathering(machines.night.run, handover.ORDER, SOURCE), order.encode())
    with pytest.raises(SettingsError, match=r"the night 0\.0\.0: install that"):
        ask()
