"""One reader over a folder of pages: run by ``reading.py`` in the reader's own environment.

``python peers.py READER FOLDER OUT ROUNDS`` reads ``FOLDER/pages.json``, reads every page once to warm up and ``ROUNDS``
times on the clock, and writes what it read, the pages per second of the fastest round and the peak memory to ``OUT``.
Nothing but ``warraq`` imports Warraq here, so that a peer's environment needs the peer alone.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = dict[str, Any]
Reader = Callable[[bytes, dict[str, Any]], Read]


def _trafilatura(**options: Any) -> Reader:
    import trafilatura

    def read(body: bytes, page: dict[str, Any]) -> Read:
        found = trafilatura.bare_extraction(body, url=page["url"], with_metadata=True, **options)
        return {"title": found.title, "text": found.text, "date": found.date} if found else {}

    return read


def _newspaper4k() -> Reader:
    from newspaper import Article

    def read(body: bytes, page: dict[str, Any]) -> Read:
        article = Article(page["url"], language="ar", fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return {"title": article.title, "text": article.text, "date": _iso(article.publish_date)}

    return read


def _readability() -> Reader:
    import lxml.html
    from readability import Document

    def read(body: bytes, page: dict[str, Any]) -> Read:
        document = Document(body.decode("utf-8", "replace"))
        text = lxml.html.fromstring(document.summary()).text_content()
        return {"title": document.short_title(), "text": text, "date": None}

    return read


def _resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(body: bytes, page: dict[str, Any]) -> Read:
        tree = HTMLTree.parse_from_bytes(body, "utf-8")
        return {"title": tree.title, "text": extract_plain_text(tree, main_content=True), "date": None}

    return read


def _goose3() -> Reader:
    from goose3 import Goose
    from goose3.text import StopWordsArabic

    goose = Goose({"stopwords_class": StopWordsArabic, "enable_image_fetching": False})

    def read(body: bytes, page: dict[str, Any]) -> Read:
        article = goose.extract(raw_html=body.decode("utf-8", "replace"), url=page["url"])
        return {"title": article.title, "text": article.cleaned_text, "date": article.publish_date}

    return read


def _news_please() -> Reader:
    from newsplease import NewsPlease

    def read(body: bytes, page: dict[str, Any]) -> Read:
        article = NewsPlease.from_html(body.decode("utf-8", "replace"), url=page["url"], fetch_images=False)
        return {"title": article.title, "text": article.maintext, "date": _iso(article.date_publish)}

    return read


def _warraq() -> Reader:
    from datetime import datetime
    from functools import cache

    from crawlers.reading.page import read_page
    from crawlers.reading.records import Page
    from crawlers.source import Feed, FeedKind, Source

    @cache
    def source(name: str, zone: str, host: str) -> Source:
        feed = Feed(url=f"http://{host}/", kind=FeedKind.RSS)
        return Source(id="measured", name=name, country="EG", timezone=zone, feeds=(feed,), hosts=(host,))

    def read(body: bytes, page: dict[str, Any]) -> Read:
        captured = datetime.fromisoformat(page["captured_at"])
        given = Page(
            source_id="measured",
            url=page["url"],
            body=body,
            content_type=page["content_type"],
            captured_at=captured,
            hint_title=None,
            hint_published=None,
        )
        reading = read_page(given, source(page["name"], page["zone"], page["host"]))
        article = reading.article
        if article is None:
            return {"outcome": reading.outcome}
        # An article that is off topic was read like any other; only the archive does not keep it.
        title, text, date = article.title, article.text, _iso(article.published_at)
        return {"outcome": reading.outcome, "title": title, "text": text, "date": date}

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "warraq": _warraq,
    "trafilatura": _trafilatura,
    "trafilatura fast": lambda: _trafilatura(fast=True),
    "trafilatura precision": lambda: _trafilatura(favor_precision=True),
    "newspaper4k": _newspaper4k,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "goose3": _goose3,
    "news-please": _news_please,
}


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None and hasattr(value, "isoformat") else value


def main(reader: str, folder: Path, out: Path, rounds: int) -> None:
    """Read the pages and write what came of it; a page the reader raises on counts as not read, its error kept."""
    read = READERS[reader]()
    pages = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    bodies = [(folder / page["file"]).read_bytes() for page in pages]
    found: dict[str, Read] = {}
    seconds = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        for body, page in zip(bodies, pages, strict=True):
            try:
                found[page["id"]] = read(body, page)
            except Exception as error:  # a peer's failure on a page is a result
                found[page["id"]] = {"error": f"{type(error).__name__}: {error}"[:200]}
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = {"pages": found, "rate": len(pages) / min(seconds[1:]), "peak_mib": peak}
    out.write_text(json.dumps(result, ensure_ascii=False, default=str), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
