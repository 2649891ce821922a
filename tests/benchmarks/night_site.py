"""The site of ``night.py``: thousands of pages of the practice newsroom's publishers, with texts of their own.

``python tests/benchmarks/night_site.py FOLDER`` serves a folder that ``build`` made, as an HTTP proxy on loopback, and
prints its port. Pages come out of the newsroom's own templates in its publishers' encodings and labels; texts are real
ones of a corpus when there is one, else made word by word after the newsroom's own. What each page says is in
``truth.jsonl``, so whatever reads the pages can be scored.
"""

import asyncio
import json
import mmap
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import cycle, pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

HOST = "127.0.0.1"
SEED = 20261128
NIGHT = 1
SOURCES = ("dira", "kull", "mada", "maghrib", "malaeb", "minbar", "mirat", "nabaa", "rafid", "sharq", "ufuq")
"""Publishers that serve: the others are broken on purpose, ask for a delay, or list three links a page."""
SITEMAP = "/all.xml"
"""A sitemap of everything, for peers that read no other kind of feed."""
PARAGRAPH_SENTENCES = 2
MADE_TOPICS = frozenset({"geopolitics", "economy", "disaster"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text to be printed."""

    title: str
    paragraphs: tuple[str, ...]


def real_stories(folder: Path, count: int) -> Iterator[Story]:
    """Texts of the corpus on public affairs, in its order: others are not what an archive of geopolitics keeps."""
    import pyarrow.parquet as pq

    from crawlers.reading.topic import judge_topic

    table = pq.read_table(folder / "ant_2018h1.parquet", columns=["title", "text"])
    seen: set[str] = set()
    for row in table.to_pylist():
        title, words = " ".join(row["title"].split()), row["text"].split()
        # Shorter ones are picture captions; a title alone names two stories when it comes twice.
        if len(words) < 60 or len(title) < 20 or title in seen or judge_topic(title, row["text"], None).is_off_topic:
            continue
        seen.add(title)
        sentences = re.split(r"(?<=[.؟!]) +", " ".join(words))
        steps = range(0, len(sentences), PARAGRAPH_SENTENCES)
        yield Story(title=title, paragraphs=tuple(" ".join(sentences[n : n + PARAGRAPH_SENTENCES]) for n in steps))
        if len(seen) == count:
            return


def made_stories(count: int) -> Iterator[Story]:
    """Texts in which each word follows the one before as somewhere in the newsroom's texts."""
    from crawlers.newsroom.schedule import ARTICLES
    from crawlers.newsroom.texts import load_text

    followers: dict[str, list[str]] = defaultdict(list)
    for _, _, text_id in ARTICLES:
        text = load_text(text_id)
        for paragraph in text.at(0).paragraphs if text.topic in MADE_TOPICS else ():
            words = paragraph.split()
            for word, following in pairwise(words):
                followers[word].append(following)
    known = sorted(followers)
    for number in range(count):
        choose = random.Random(SEED + number)

        def walk(words: int, choose: random.Random = choose) -> str:
            walked = [choose.choice(known)]
            while len(walked) < words:
                walked.append(choose.choice(followers.get(walked[-1]) or known))
            return " ".join(walked).rstrip(".،؛:") + "."

        paragraphs = tuple(walk(choose.randint(25, 60)) for _ in range(choose.randint(4, 9)))
        yield Story(title=walk(9).rstrip(".") + f" {number}", paragraphs=paragraphs)


def build(cache: Path, count: int, corpus: Path | None) -> tuple[Path, int]:
    """Write the site, unless it is there; returns its folder and how many pages it has."""
    folder = cache / f"site-{count}-{'real' if corpus else 'made'}"
    done = folder / "truth.jsonl"
    if done.exists():
        return folder, sum(1 for _ in done.open(encoding="utf-8"))
    from crawlers.newsroom import nights
    from crawlers.newsroom.pages import render
    from crawlers.newsroom.plan import Item, arabic_slug
    from crawlers.newsroom.publishers import PUBLISHERS
    from crawlers.newsroom.texts import Revision, Text

    folder.mkdir(parents=True, exist_ok=True)
    stories = real_stories(corpus, count) if corpus else made_stories(count)
    part, written = done.with_suffix(".part"), 0
    with (folder / "pages.bin").open("wb") as bodies, part.open("w", encoding="utf-8") as truth:
        for number, (story, source_id) in enumerate(zip(stories, cycle(SOURCES), strict=False)):
            publisher = PUBLISHERS[source_id]
            # Spread over the day of the night, oldest first, as feeds of a day are.
            at = datetime.combine(nights.day(NIGHT), datetime.min.time(), publisher.zone)
            at += timedelta(seconds=number * 70_000 // count)
            slug = f"{arabic_slug(story.title)}-{number}"
            revision = Revision(number=1, night=0, title=story.title, paragraphs=story.paragraphs)
            text = Text(
                id=f"story-{number}", event="", topic="geopolitics", section="سياسة", author="", revisions=(revision,)
            )
            item = Item(
                id=text.id,
                publisher=publisher,
                kind="article",
                night=NIGHT,
                number=publisher.first_number + 1000 + number,
                path=publisher.path.format(
                    number=publisher.first_number + 1000 + number, slug=f"story-{number}", arabic=slug, day=at
                ),
                published=at,
                section=text.section,
                title=story.title,
                text=text,
                dateline=publisher.dateline,
            )
            body = render.__wrapped__(item, NIGHT)
            media_type = publisher.content_types[item.number % len(publisher.content_types)]
            line = {"source": source_id, "url": item.url, "title": story.title, "text": "\n".join(story.paragraphs)}
            line |= {"at": at.isoformat(), "offset": written, "bytes": bodies.write(body), "type": media_type}
            written += len(body)
            truth.write(json.dumps(line, ensure_ascii=False) + "\n")
    part.replace(done)
    return folder, number + 1


class Site:
    """Every answer of a folder, by address."""

    def __init__(self, folder: Path) -> None:
        from crawlers.newsroom.feeds import FEEDS

        file = (folder / "pages.bin").open("rb")
        self._bodies = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._pages: dict[str, tuple[int, int, str]] = {}
        self._lists: dict[str, tuple[str, bytes]] = {}
        rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        for text in (folder / "truth.jsonl").open(encoding="utf-8"):
            line = json.loads(text)
            self._pages[line["url"]] = line["offset"], line["bytes"], line["type"]
            rows[line["source"]].append({key: line[key] for key in ("url", "title", "at")})
        for source_id in SOURCES:
            base = f"http://{source_id}.example"
            for path, (media_type, _) in FEEDS[source_id].items():
                kind = {"application/rss+xml": _rss, "text/xml": _rss, "application/atom+xml": _atom}
                make = kind.get(media_type.partition(";")[0], _sitemap)
                self._lists[base + path] = media_type.partition(";")[0].replace("gzip", "xml"), make(rows[source_id])
            self._lists[base + SITEMAP] = "application/xml", _sitemap(rows[source_id])
            self._lists[f"{base}/robots.txt"] = "text/plain", f"User-agent: *\nSitemap: {base}{SITEMAP}\n".encode()

    def answer(self, url: str) -> tuple[bytes, memoryview | bytes]:
        """Head and body."""
        # Two publishers link to themselves by another name or with tracking parameters; one page has one address.
        url = url.replace("://www.", "://", 1)
        if url in self._pages:
            offset, size, media_type = self._pages[url]
            return _head("200 OK", media_type, size), self._bodies[offset : offset + size]
        if url in self._lists:
            media_type, body = self._lists[url]
            return _head("200 OK", media_type, len(body)), body
        return _head("404 Not Found", "text/plain", 5), b"none\n"


def _head(status: str, media_type: str, size: int) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {size}\r\n\r\n".encode()


def _rss(rows: list[dict[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>{escape(row['title'])}</title><link>{escape(row['url'])}</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(row['at']))}</pubDate></item>\n"
        for row in rows
    )
    return f'<rss version="2.0"><channel><title>site</title>{items}</channel></rss>'.encode()


def _atom(rows: list[dict[str, str]]) -> bytes:
    items = "".join(
        f'<entry><id>{escape(row["url"])}</id><title>{escape(row["title"])}</title><link href="{escape(row["url"])}"/>'
        f"<updated>{row['at']}</updated></entry>\n"
        for row in rows
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>site</title>{items}</feed>'.encode()


def _sitemap(rows: list[dict[str, str]]) -> bytes:
    items = "".join(f"<url><loc>{escape(row['url'])}</loc></url>\n" for row in rows)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'.encode()


class _Connection(asyncio.Protocol):
    """One connection, kept open: the first line of each request names what is wanted."""

    def __init__(self, site: Site) -> None:
        self._site, self._received = site, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.WriteTransport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            lines = self._received[:end].decode("latin-1").split("\r\n")
            self._received = self._received[end + 4 :]
            url = lines[0].split(" ")[1]
            if not urlsplit(url).netloc:
                host = next(line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:"))
                url = f"http://{host}{url}"
            head, body = self._site.answer(url)
            self._transport.writelines((head, body))


async def serve(site: Site) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(site), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - how the parent learns the port
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Site(Path(sys.argv[1]))))
