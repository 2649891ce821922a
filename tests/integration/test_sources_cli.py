"""``warraq probe`` and ``warraq sources add`` over real HTTP: the practice newsroom, and a publisher of the test's own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawlers.newsroom.server import serving
from tests.integration.nights import warraq

sys.path.insert(0, str(Path(__file__).parent))
from gathering import page, publishing, rss

CONTACT = "https://example.org/archive"


def run(*arguments: str, folder: Path, proxy: str = "", contact: str = CONTACT) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WARRAQ_")}
    env = inherited | {"WARRAQ_PROXY_URL": proxy, "WARRAQ_CONTACT": contact, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        warraq(*arguments), env=env, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def test_probe_reports_feeds_pages_and_a_ready_expectation(tmp_path: Path) -> None:
    done = run("probe", "minbar", "mada", "--pages", "2", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert [item["source_id"] for item in found] == ["mada", "minbar"]
    for item in found:
        assert all(not feed["fault"] and feed["links"] for feed in item["feeds"])
        assert item["expectations"].startswith("expectations=Expectations(min_links=")
        article = next(read for read in item["pages"] if read["outcome"] == "article")
        assert article["words"] > 100
        assert article["published_rule"]


def test_probe_of_a_challenged_publisher_exits_1_with_the_reason(tmp_path: Path) -> None:
    done = run("probe", "hisn", folder=tmp_path)
    assert done.returncode == 1
    assert "challenge" in done.stdout
    assert "Traceback" not in done.stderr


def test_no_real_publisher_is_probed_without_a_contact(tmp_path: Path) -> None:
    done = run("probe", "aawsat", folder=tmp_path, contact="")
    assert done.returncode == 2
    assert "WARRAQ_CONTACT" in done.stderr


def test_add_drafts_a_publisher_of_the_newsroom_from_the_usual_paths(tmp_path: Path) -> None:
    with serving(1) as newsroom:
        done = run("sources", "add", "http://www.minbar.example/", folder=tmp_path, proxy=newsroom.url)
        asked = {(host, path) for host, path, _ in newsroom.requests}
    assert done.returncode == 0, done.stderr
    assert "kind=FeedKind.SITEMAP" in done.stdout
    assert "kind=FeedKind.RSS" in done.stdout
    assert r'article_url=r"/20\d\d/\d{1,2}/\d{1,2}/"' in done.stdout
    assert "crawlers/sources/press/minbar.py" in done.stderr
    assert ("www.minbar.example", "/robots.txt") in asked


def test_add_reads_the_front_page_and_obeys_robots(tmp_path: Path) -> None:
    host = "www.jarida.eg"
    numbered = [f"/news/{number}" for number in range(1000, 1009)]
    alternate = '<link rel="alternate" type="application/rss+xml" href="/feed"><meta property="og:site_name" content="الجريدة">'
    with publishing() as site:
        site.put(f"{host}/robots.txt", f"User-agent: *\nDisallow: /private\nSitemap: http://{host}/private/s.xml\n")
        site.put(f"{host}/", page(head=alternate))
        site.put(f"{host}/feed", rss(*numbered, host=host))
        done = run("sources", "add", f"http://{host}/", folder=tmp_path, proxy=site.url)
        agents = {headers["User-Agent"] for _, headers in site.asked}
        assert f"{host}/private/s.xml" not in site.addresses()
    assert done.returncode == 0, done.stderr
    assert agents == {f"Warraq/0.1.0 (+{CONTACT})"}
    assert "robots.txt" in done.stderr
    names: dict[str, Any] = {}
    exec(done.stdout, names)
    assert (names["SOURCE"].id, names["SOURCE"].name, names["SOURCE"].country) == ("jarida", "الجريدة", "EG")
    assert names["SOURCE"].article_url == r"^/news/\d+"


def test_no_address_that_is_not_public_is_asked(tmp_path: Path) -> None:
    with publishing() as site:
        port = site.url.rpartition(":")[2]
        done = run("sources", "add", f"http://127.0.0.1:{port}/", folder=tmp_path)
        assert site.asked == []
    assert done.returncode == 1
    assert "not a public address" in done.stderr
    assert "Traceback" not in done.stderr
