"""A page that refuses us and a feed that has its text: by the real crawl, the real reader and the night's own rules."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crawlers.gathered import Gathered
from crawlers.reading.pool import ReadingPool
from crawlers.reading.records import Reading
from crawlers.source import Expectations
from flows.ends import LinkKey, candidates, end_of
from flows.health import judge_source
from flows.read import read_captures
from storage.captures import records

sys.path.insert(0, str(Path(__file__).parent))
from gathering import CRAWL_S, RUN, Answer, Publisher, gather, outcomes, publishing, start

HOST = "minbar.example"
NEWS = (
    "أعلن وزير الخارجية في القاهرة أن المفاوضات بين الحكومتين حول الحدود والمياه سوف تستأنف في الأسبوع المقبل بحضور "
    "وفد من مجلس الأمن الدولي وممثلين عن الاتحاد الأوروبي، وقال إن بلاده ترحب بأي اتفاق هدنة يحفظ سيادة الدول. "
)
DIES_BEFORE_ITS_RESULT = "import os, crawlers.spool\ncrawlers.spool.Spool.publish = lambda *a, **k: os._exit(9)"


def text(number: int) -> str:
    return "".join(f"<p>{NEWS} {number} {part}</p>" for part in range(4))


def feed(*items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>مفاوضات الحدود {name}</title><link>http://{HOST}/news/{name}</link>"
        f"<description>{NEWS[:60]}</description><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<pubDate>Wed, 18 Nov 2026 10:00:00 GMT</pubDate></item>"
        for name, content in items
    )
    channel = f"<channel><title>x</title>{entries}</channel>"
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">{channel}</rss>'


def served(site: Publisher) -> None:
    """Pages that answer, refuse, challenge and are gone; for one that refuses the feed has only a lead."""
    whole = [(name, text(number)) for number, name in enumerate(("open", "blocked", "challenge", "gone"))]
    listed = feed(*whole, ("lead", f"<p>{NEWS}</p>"), ("cut", text(7) + "<p>اقرأ المزيد</p>"))
    site.put(f"{HOST}/feed", listed, X_Robots_Tag="noai")
    site.put(f"{HOST}/news/open", f"<html><title>مفاوضات</title><body><article>{text(9)}</article></body></html>")
    for name in ("blocked", "lead", "cut"):
        site.put(f"{HOST}/news/{name}", "<html>forbidden</html>", status=403)
    site.put(f"{HOST}/news/challenge", "<html>Just a moment...</html>", status=403)


def read(spool: Path, gathered: Gathered) -> Mapping[LinkKey, Reading]:
    with ReadingPool(workers=1, timeout_s=60) as pool:
        return read_captures(pool, spool / RUN, gathered, frozenset())


def test_the_text_of_the_feed_is_kept_where_the_page_refuses_and_nowhere_else(tmp_path: Path) -> None:
    with publishing() as site:
        served(site)
        gathered = gather(tmp_path, site.url)
    assert {link.url.rpartition("/")[2] for link in gathered.links if link.from_feed} == {"blocked", "challenge"}
    # What the feed reserves goes with its text, and with no page.
    assert {link.url.rpartition("/")[2] for link in gathered.links if "noai" in link.rights} == {
        "blocked",
        "challenge",
    }
    # What became of the page is said as it was.
    assert outcomes(gathered)["/news/blocked"] == "blocked"
    assert outcomes(gathered)["/news/challenge"] == "challenge"
    stored = {one.offset: one for one in records(tmp_path / RUN / "minbar" / "minbar-00000.warc.gz", strict=True)}
    (link,) = (one for one in gathered.links if one.url.endswith("/blocked"))
    record = stored[link.capture_offset or 0]
    assert (record.kind, record.url) == ("conversion", link.url)
    assert record.refers_to is not None
    assert record.refers_to[0] == f"http://{HOST}/feed"
    readings = read(tmp_path, gathered)
    flagged = {key.canonical_url.rpartition("/")[2]: one.article for key, one in readings.items() if one.article}
    assert sorted(flagged) == ["blocked", "challenge", "open"]
    assert [name for name, one in flagged.items() if "from_feed" in one.quality_flags] == ["blocked", "challenge"]
    assert flagged["blocked"].title == "مفاوضات الحدود blocked"
    assert flagged["blocked"].word_count >= 100
    assert flagged["blocked"].published_at is not None
    # The row says who read it, and the link that it was the feed's.
    chosen = candidates([gathered], readings, {"minbar": "reader"})
    key = LinkKey("minbar", link.canonical_url)
    assert chosen[key].extractor == "from_feed+reader"
    lead = next(one for one in gathered.links if one.url.endswith("/lead"))
    assert end_of(lead, None, None, {}, None, None).outcome == "blocked"


def test_a_source_whose_pages_all_refuse_is_read_from_its_feed_and_says_so(tmp_path: Path) -> None:
    with publishing() as site:
        served(site)
        site.pages[f"{HOST}/news/open"] = [Answer(status=403, body=b"<html>no</html>")]
        gathered = gather(tmp_path, site.url)
    assert gathered.failure is None
    health = judge_source(gathered, Expectations(), read(tmp_path, gathered))
    assert (health.state, health.failure) == ("ok", "pages_blocked")
    assert "3 pages refuse us" in health.detail
    # Without a feed that has the text, blocked is a failure and never "no news".
    none = replace(gathered, failure="pages_blocked", links=())
    assert judge_source(none, Expectations(), {}).state == "failed"


def test_a_crawl_killed_after_the_refusal_keeps_the_same_text(tmp_path: Path) -> None:
    with publishing() as site:
        served(site)
        whole = gather(tmp_path / "whole", site.url)
        start(tmp_path / "killed", site.url, before=DIES_BEFORE_ITS_RESULT).communicate(timeout=CRAWL_S)
        asked = len(site.asked)
        assert gather(tmp_path / "killed", site.url) == whole
        assert len(site.asked) == asked
    name = Path(RUN) / "minbar" / "minbar-00000.warc.gz"
    assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
