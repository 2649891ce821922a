"""The model of cost is arithmetic: each figure is one a person can work out beside it."""

import json

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.cost import Machine, Measures, Prices, changed, cost
from storage.errors import UsageError

ROUND = Measures(
    articles=100, looks=4, unchanged=0.5, feeds=10, delay_s=1, page_bytes=1000, row_bytes=100, index_bytes=100,
    gather_ms=1, read_ms=10, link_ms=5, link_bytes=1000, objects=90, gets=50,
)  # fmt: skip


def test_a_month_of_ten_publishers_is_what_paper_says() -> None:
    month = cost(10, ROUND, Prices(storage_gb=1, put_1000=1, get_1000=1, cpu_hour=1), Machine(cores=1, crawls=5))
    new, asked, pages = 10 * 100, 10 * (100 * 5 + 10), 10 * 100 * 3
    assert month.articles == 30 * new
    assert month.requests == 30 * asked
    assert month.received_pages == 30 * pages
    assert month.cpu_hours == pytest.approx(30 * (asked * 0.001 + pages * 0.010 + new * 0.005) / 3600)
    assert month.added_gb == pytest.approx(30 * (pages * 1000 + new * 200) / 1e9)
    assert (month.s3_writes, month.s3_reads) == (30 * 100, 30 * 50)
    requests = (month.s3_writes + month.s3_reads) / 1000
    assert month.money == pytest.approx(month.cpu_hours + requests + month.added_gb / 2)
    assert month.money_after_a_year == pytest.approx(month.cpu_hours + requests + 12 * month.added_gb)
    # Two rounds of five crawls, each 510 s of one request a second; linking waits for them.
    assert month.night_h == pytest.approx((2 * 510 + new * 0.005) / 3600)


def test_the_nearest_wall_comes_first_and_more_publishers_reach_it() -> None:
    month = cost(1000, Measures(), Prices(), Machine())
    shares = [wall.share for wall in month.walls]
    assert shares == sorted(shares, reverse=True)
    first = month.walls[0]
    assert first.share > 1
    assert first.limit.startswith("politeness")
    assert cost(first.publishers - 20, Measures(), Prices(), Machine()).walls[0].share < 1
    assert cost(first.publishers + 20, Measures(), Prices(), Machine()).walls[0].share > 1


def test_as_many_crawls_as_the_wall_asks_for_are_enough() -> None:
    wall = cost(1000, Measures(), Prices(), Machine()).walls[0]
    crawls = float(wall.turn.partition("=")[2].partition(":")[0])
    again = cost(1000, Measures(), Prices(), Machine(crawls=crawls))
    assert not any(wall.limit.startswith("politeness") and wall.share > 1 for wall in again.walls)


def test_own_figures_replace_the_defaults_and_unknown_names_are_refused() -> None:
    measures, prices, machine = changed(["read_ms=7", "cpu_hour=0.5", "cores=16"])
    assert (measures.read_ms, prices.cpu_hour, machine.cores) == (7, 0.5, 16)
    with pytest.raises(UsageError, match=r"--set speed: there are .*read_ms"):
        changed(["speed=1"])
    with pytest.raises(UsageError, match="name=number"):
        changed(["read_ms"])


def test_the_command_prints_every_month_and_every_figure_as_json() -> None:
    done = CliRunner().invoke(app, ["cost", "--publishers", "10,100", "--set", "cpu_hour=1", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [month["publishers"] for month in told["months"]] == [10, 100]
    assert told["prices"]["cpu_hour"] == 1
    assert set(told) == {"measures", "prices", "machine", "months"}
