"""Contestants of ``night.py``, each run in an environment of its own: ``python night_peers.py NAME PORT FOLDER OUT LIMIT``.

Each crawls the first ``LIMIT`` pages of the site in ``FOLDER`` through the proxy at ``PORT``, reads the articles and saves
them its own way under ``OUT``. Afterwards ``python night_peers.py NAME texts OUT`` prints what was saved as JSON lines of
``url`` and ``text``. Nothing of Warraq is imported here.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

SITEMAP = "/all.xml"
# How a person would declare each publisher to Fundus: where its paragraphs stand. Read off the newsroom's templates.
PARAGRAPHS = dict.fromkeys(
    ("dira", "kull", "mada", "maghrib", "malaeb", "mirat", "nabaa", "rafid"), "//div[contains(@class, 'body')]/p"
) | {
    "minbar": "//figure[@class='lead-image']/following-sibling::*[(self::p[not(@class) and not(.//a)] or self::h3)"
    " and following-sibling::p/strong]",
    "sharq": "//div[@id='textContent']/p",
    # Half of its pages have line breaks in place of paragraphs: there the cell is the paragraph.
    "ufuq": "//td[@class='storytext']/p | //td[@class='storytext' and not(p)]",
}


def wanted(folder: Path, limit: int) -> dict[str, list[str]]:
    """Addresses of the first pages, by source."""
    by_source: dict[str, list[str]] = defaultdict(list)
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for line, _ in zip(lines, range(limit), strict=False):
            row = json.loads(line)
            by_source[row["source"]].append(row["url"])
    return by_source


def fundus(folder: Path, out: Path, limit: int) -> None:
    """Fundus with a parser for every publisher: sitemap, one thread a publisher, no delay, one JSON file."""
    from datetime import datetime

    import fundus.publishers.base_objects as base
    from fundus import Crawler, Sitemap
    from fundus.parser import ArticleBody, BaseParser, ParserProxy, attribute
    from fundus.parser.utility import extract_article_body_with_selector, generic_date_parsing
    from lxml.etree import XPath

    def parser(paragraphs: str) -> type[ParserProxy]:
        class Proxy(ParserProxy):
            class V1(BaseParser):
                _paragraphs = XPath(paragraphs)

                @attribute
                def body(self) -> ArticleBody | None:
                    return extract_article_body_with_selector(
                        self.precomputed.doc, paragraph_selector=self._paragraphs
                    )

                @attribute
                def title(self) -> str | None:
                    heads = self.precomputed.doc.xpath("//h1")
                    return heads[0].text_content().strip() if heads else None

                @attribute
                def publishing_date(self) -> datetime | None:
                    return generic_date_parsing(
                        self.precomputed.ld.bf_search("datePublished")
                        or self.precomputed.meta.get("article:published_time")
                    )

        return Proxy

    pages = {unquote(url) for urls in wanted(folder, limit).values() for url in urls}
    publishers = [
        base.Publisher(
            name=source_id,
            domain=f"http://{source_id}.example/",
            parser=parser(paragraphs),
            sources=[Sitemap(f"http://{source_id}.example{SITEMAP}", languages={"ar"})],
            url_filter=lambda url: unquote(url) not in pages,
        )
        for source_id, paragraphs in PARAGRAPHS.items()
    ]
    crawler = Crawler(*publishers, delay=0.0)
    # Nothing but the text is required (dates are in words on some pages), and an address may differ in its query alone.
    addresses: dict[str, list[str]] = defaultdict(list)
    for article in crawler.crawl(only_complete=False, only_unique=False, save_to_file=out / "articles.json"):
        addresses[article.publisher].append(article.html.responded_url)
    # Its file has no addresses; they are in the same order.
    (out / "addresses.json").write_text(json.dumps(addresses), encoding="utf-8")


def fundus_texts(out: Path) -> Iterator[dict[str, Any]]:
    """What Fundus saved."""
    addresses = json.loads((out / "addresses.json").read_text(encoding="utf-8"))
    for name, articles in json.loads((out / "articles.json").read_text(encoding="utf-8")).items():
        for url, article in zip(addresses[name], articles, strict=True):
            sections = (article.get("body") or {}).get("sections", [])
            yield {"url": url, "text": "\n".join(part for section in sections for part in section["paragraphs"])}


def news_please(folder: Path, out: Path, limit: int) -> None:
    """news-please's command line: its downloader for every address, its files of HTML and JSON."""
    import newsplease

    config = (Path(newsplease.__file__).parent / "config/config.cfg").read_text(encoding="utf-8")
    config = config.replace("working_path = ~/news-please-repo/", f"working_path = {out}/")
    config = config.replace("relative_to_start_processes_file = True", "relative_to_start_processes_file = False")
    config = config.replace("number_of_parallel_crawlers = 5", f"number_of_parallel_crawlers = {os.cpu_count()}")
    (out / "config.cfg").write_text(config, encoding="utf-8")
    sites = [{"url": urls, "crawler": "Download"} for urls in wanted(folder, limit).values()]
    (out / "sitelist.hjson").write_text(json.dumps({"base_urls": sites}), encoding="utf-8")
    command = [sys.executable, "-m", "newsplease", "-c", str(out)]
    subprocess.run(command, check=True, stdout=sys.stderr, stderr=sys.stderr)


def news_please_texts(out: Path) -> Iterator[dict[str, Any]]:
    """What news-please saved."""
    for path in out.rglob("*.json"):
        article = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(article, dict) and "maintext" in article:
            yield {"url": article["url"], "text": article["maintext"] or ""}


def plain(folder: Path, out: Path, limit: int, cores: int = 0) -> None:
    """Scrapy, trafilatura and ``pyarrow.parquet.write_table``: in the callback, or in a process a core afterwards."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []

    def page(response: Any) -> None:
        body = response.body
        rows.append({"url": response.url, "body": body} if cores else read((response.url, body)))

    crawl([url for urls in wanted(folder, limit).values() for url in urls], page)
    if cores:
        from multiprocessing import get_context

        with get_context("spawn").Pool(cores) as pool:
            rows = pool.map(read, [(row["url"], row["body"]) for row in rows], chunksize=32)
    pq.write_table(pa.Table.from_pylist(rows), out / "articles.parquet", compression="zstd")


def read(page: tuple[str, bytes]) -> dict[str, Any]:
    """One page by trafilatura's own defaults with metadata."""
    import trafilatura

    url, body = page
    found = trafilatura.bare_extraction(body, url=url, with_metadata=True)
    if found is None:
        return {"url": url, "title": None, "text": "", "date": None, "author": None}
    return {"url": url, "title": found.title, "text": found.text, "date": found.date, "author": found.author}


def plain_texts(out: Path) -> Iterator[dict[str, Any]]:
    """What the plain script saved."""
    import pyarrow.parquet as pq

    yield from pq.read_table(out / "articles.parquet", columns=["url", "text"]).to_pylist()


def bare(folder: Path, out: Path, limit: int) -> None:
    """Scrapy alone, a process a core: every page is asked for once and forgotten."""
    from multiprocessing import get_context

    pages = sorted(wanted(folder, limit).values(), key=len, reverse=True)
    cores = len(os.sched_getaffinity(0))
    workers = [get_context("spawn").Process(target=_bare, args=(pages[n::cores],)) for n in range(cores)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _bare(pages: list[list[str]]) -> None:
    crawl([url for urls in pages for url in urls], lambda response: None)


def crawl(urls: list[str], page: Callable[[Any], None]) -> None:
    """Ask for every address once, with Scrapy's own settings."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Spider(scrapy.Spider):
        name = "plain"

        async def start(self) -> AsyncIterator[Any]:
            for url in urls:
                yield scrapy.Request(url, self.answered, meta={"proxy": os.environ["http_proxy"]})

        def answered(self, response: Any) -> None:
            page(response)

    process = AsyncCrawlerProcess(
        {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "DOWNLOAD_DELAY": 0}
    )
    process.crawl(Spider)
    process.start()


CRAWLS = {
    "bare": bare,
    "fundus": fundus,
    "news-please": news_please,
    "plain": plain,
    "plain-cores": lambda folder, out, limit: plain(folder, out, limit, cores=len(os.sched_getaffinity(0))),
}
TEXTS = {"fundus": fundus_texts, "news-please": news_please_texts, "plain": plain_texts, "plain-cores": plain_texts}

if __name__ == "__main__":
    if sys.argv[2] == "texts":
        for saved in TEXTS[sys.argv[1]](Path(sys.argv[3])):
            print(json.dumps(saved, ensure_ascii=False))  # noqa: T201
    else:
        os.environ["http_proxy"] = f"http://127.0.0.1:{sys.argv[2]}"
        CRAWLS[sys.argv[1]](Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))
