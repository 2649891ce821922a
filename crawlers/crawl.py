"""Gather one source in a process of its own: ``python -m crawlers.crawl --source ID --run 2026-11-18 --spool DIR``.

A reactor cannot start twice and a crawl must be killable alone, hence the process. What it promises: one
JSON object a log line on stderr; a JSON summary as the last line of stdout; ``gathered.json`` in the spool,
written last. Started again after a kill it goes on where it was; after its end it answers at once, unless the
source failed: then it is gathered anew, since what failed it may have been repaired.

Exit status: 0 when it ran to its end, even if the source failed (that is data); 2 for a wrong setting; 3 when the
spool cannot be written, which is no fault of the source; 1 for anything else.
"""

import argparse
import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawlers.gathered import Gathered
from crawlers.proxy import without_userinfo
from crawlers.span import Span
from storage.errors import SpoolError, WarraqError
from storage.plain import one_line

if TYPE_CHECKING:
    from crawlers.spider import SourceSpider

logger = logging.getLogger(__name__)

EXIT_SPOOL = 3
"""Tells the night that the disk, and not the source, is the fault."""

DEADLINE_S = 0.9 * 3600
"""Seconds of a crawl unless told otherwise: nine tenths of the hour after which the night stops it by default, so
that what was asked last still has time to answer, be written and be read (chosen 2026-11-22)."""

MAX_LOG_CHARS = 2000
"""Longer log lines are cut: much of what they quote is a stranger's."""

QUIET = frozenset({"scrapy", "twisted", "asyncio"})
"""Packages whose loggers are heard only from WARNING on."""


def arguments(
    *,
    source_id: str,
    run: str,
    spool: Path,
    known: Path | None = None,
    settled: Path | None = None,
    refused: Path | None = None,
    feeds: Path | None = None,
    clock: datetime | None = None,
    proxy: str = "",
    contact: str = "",
    deadline_s: float = DEADLINE_S,
    obey_ai_opt_outs: bool = False,
    span: Span | None = None,
) -> list[str]:
    """The arguments that gather a source; the meaning of each is in ``--help``.

    User name and password of the proxy are left out: the crawl takes them from ``WARRAQ_PROXY_URL``.
    """
    line = ["--source", source_id, "--run", run, "--spool", str(spool)]
    if known is not None:
        line += ["--known", str(known)]
    if settled is not None:
        line += ["--settled", str(settled)]
    if refused is not None:
        line += ["--refused", str(refused)]
    if feeds is not None:
        line += ["--feeds", str(feeds)]
    if clock is not None:
        line += ["--clock", clock.isoformat()]
    if proxy:
        line += ["--proxy", without_userinfo(proxy)[0]]
    if contact:
        line += ["--contact", contact]
    if deadline_s != DEADLINE_S:
        line += ["--deadline-s", str(deadline_s)]
    if obey_ai_opt_outs:
        line.append("--obey-ai-opt-outs")
    if span is not None:
        line += ["--since", span.since.isoformat(), "--until", span.until.isoformat()]
    return line


def main(line: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _options(line)
    _log_as_json()
    try:
        gathered = gather(options)
    except SpoolError as error:
        logger.error("%s", error)
        return EXIT_SPOOL
    except WarraqError as error:
        logger.error("%s", error)
        return error.exit_code
    except Exception:
        logger.exception("the crawl of %s broke", options.source)
        return 1
    summary = {
        "source": gathered.source_id,
        "run": gathered.run,
        "failure": gathered.failure,
        "failure_detail": gathered.failure_detail,
        "links": len(gathered.links),
        "outcomes": dict(sorted(Counter(link.outcome for link in gathered.links).items())),
        "feeds_read": gathered.feeds_read,
        "requests": gathered.requests,
        "bytes": gathered.bytes,
        "capture_files": list(gathered.capture_files),
    }
    sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


def gather(options: argparse.Namespace) -> Gathered:
    """Gather the source the options name; the earlier result if there is one in which the source did not fail.

    Raises ``UsageError`` for what cannot be done as asked, ``SpoolError`` when the spool cannot be written and
    ``WarraqError`` when the crawl did not run to its end.
    """
    # Imported where they are needed: the command line of the flow is built without Scrapy.
    from crawlers.known import Settled, read_feed_states, read_known, read_refused
    from crawlers.politeness import user_agent
    from crawlers.sources import get_source
    from crawlers.spool import Spool, load_gathered

    done = load_gathered(options.spool, options.run, options.source)
    if done is not None and done.failure is None:
        return done
    source = get_source(options.source)
    agent = user_agent(source.group, options.contact)
    known = read_known(options.known) if options.known else {}
    settled = Settled.read(options.settled) if options.settled else frozenset()
    refused = read_refused(options.refused) if options.refused else frozenset()
    feeds = read_feed_states(options.feeds) if options.feeds else {}
    # The spool of a failed source holds the answers that failed it: replayed, they would fail it again.
    with Spool(options.spool, options.run, source.id, afresh=done is not None) as spool:
        from crawlers.job import Job
        from crawlers.result import result_of

        job = Job(
            clock=options.clock,
            known=known,
            settled=settled,
            feeds=feeds,
            refused=refused,
            spool=spool,
            deadline_s=options.deadline_s,
            span=Span(options.since, options.until) if options.since and options.until else None,
        )
        spider = _crawl(source.id, job, options)
        if spider.fatal is not None:
            raise spider.fatal
        if spider.closed_reason != "finished" or len(spider.ended) != spider.planned:
            raise WarraqError(
                f"the crawl of {source.id} ended early ({spider.closed_reason or 'stopped'}, {len(spider.ended)} of "
                f"{spider.planned} links have an outcome): run it again, it goes on where it was"
            )
        fields = {
            "software": agent.partition(" ")[0],
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "isPartOf": options.run,
            "description": f"capture of source {source.id}",
            "http-header-user-agent": agent,
        }
        times = [datetime.fromisoformat(entry.fetched_at) for entry in spool.entries]
        files, places = spool.publish(fields, options.clock or min(times, default=datetime.now(UTC)))
        gathered = result_of(spider, spool.entries, files, places, options.run)
        spool.finish(gathered)
    logger.info(
        "%s: %d links, %d requests, %d bytes", source.id, len(gathered.links), gathered.requests, gathered.bytes
    )
    return gathered


def _crawl(source_id: str, job: Any, options: argparse.Namespace) -> "SourceSpider":
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawlers.loader import bound_spider
    from crawlers.sources import get_source
    from crawlers.spider import SourceSpider

    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.set("CONTACT", options.contact, priority="cmdline")
    settings.set("PROXY_URL", _with_userinfo(options.proxy), priority="cmdline")
    settings.set("HOSTS_DIR", str(options.spool.resolve().parent / "hosts"), priority="cmdline")
    settings.set("OBEY_AI_OPT_OUTS", options.obey_ai_opt_outs, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(bound_spider(get_source(source_id)))
    process.crawl(crawler, job=job)
    process.start()
    if not isinstance(crawler.spider, SourceSpider):
        raise WarraqError(f"the crawl of {source_id} could not start: see the log above")
    return crawler.spider


def _with_userinfo(proxy: str) -> str:
    """``proxy`` as ``WARRAQ_PROXY_URL`` has it, with user name and password, if it is the one named there."""
    from storage.settings import Settings

    declared = Settings.load().proxy_url if proxy else ""
    return declared if declared and without_userinfo(declared)[0] == proxy else proxy


def _options(line: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawlers.crawl", description="Gather one source of one night.")
    parser.add_argument("--source", required=True, help="id of the source, as `scrapy list` prints it")
    parser.add_argument("--run", required=True, help="the logical night, YYYY-MM-DD")
    parser.add_argument("--spool", required=True, type=Path, help="folder of spools; <run>/<source> is made in it")
    parser.add_argument("--known", type=Path, help="JSON lines of known links, as crawlers.known writes them")
    parser.add_argument("--settled", type=Path, help="hashes of links known for long, as crawlers.known writes them")
    parser.add_argument("--refused", type=Path, help="ids of links that were taken down, one a line")
    parser.add_argument("--feeds", type=Path, help="JSON of feed states, as crawlers.known writes it")
    parser.add_argument("--clock", type=_instant, help="ISO time with zone written instead of the real one")
    parser.add_argument("--proxy", default="", help="HTTP proxy for every request; may be on loopback")
    parser.add_argument("--contact", default="", help="web page or mail address in the user agent")
    parser.add_argument(
        "--deadline-s",
        type=float,
        default=DEADLINE_S,
        help="seconds from which nothing more is asked for; the rest is deferred to the next night",
    )
    parser.add_argument(
        "--obey-ai-opt-outs",
        action="store_true",
        help="leave alone what robots.txt forbids to gatherers for artificial intelligence; else it is recorded",
    )
    parser.add_argument("--since", type=date.fromisoformat, help="first day of a past range; only with --until")
    parser.add_argument("--until", type=date.fromisoformat, help="its last day")
    return parser.parse_args(line)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no zone: write 2026-11-18T22:00:00+00:00")
    return instant.astimezone(UTC)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(record.getMessage(), MAX_LOG_CHARS),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # A filter, since Scrapy sets the levels of its own loggers when it starts.
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.partition(".")[0] not in QUIET)
    logging.captureWarnings(True)


if __name__ == "__main__":
    sys.exit(main())
