"""A fast publisher on loopback for ``gathering.py``: ``python gathering_site.py PAGES``; prints its port.

Pages have 60 to 120 kB of Arabic markup, ten thousand by default, listed by sitemaps of at most 10,000 and by an RSS
feed of the first 50; each has an ``ETag`` and answers 304 to it. Small pages (``--bytes``) serve to count links.
"""

import argparse
import asyncio
import random
from itertools import accumulate

HOST = "127.0.0.1"
SITEMAP_LINKS = 10_000
SEED = 20261122
_WORDS = [
    "قال",
    "أعلن",
    "الرئيس",
    "الوزير",
    "مجلس",
    "الأمن",
    "القاهرة",
    "بغداد",
    "الرياض",
    "اتفاق",
    "هدنة",
    "مفاوضات",
    "حدود",
    "اقتصاد",
    "نفط",
    "غاز",
    "حكومة",
]
_RARE = random.Random(SEED)
_WORDS += ["".join(_RARE.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=_RARE.randint(2, 8))) for _ in range(20_000)]
"""The frequent ones first. With these alone every page would be like every other, which no news is."""
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_WORDS) + 1)))  # Zipf's law


def page(number: int, least_bytes: int, most_bytes: int) -> bytes:
    """One article page, the same for the same number: a head, navigation, the text, and what surrounds it."""
    choose = random.Random(SEED + number)
    title = " ".join(choose.choices(_WORDS, cum_weights=_WEIGHTS, k=9))
    paragraphs = "".join(f"<p>{' '.join(choose.choices(_WORDS, cum_weights=_WEIGHTS, k=60))}</p>\n" for _ in range(8))
    head = (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-11-18T{number % 24:02}:10:00Z"></head><body>'
        f"<article><h1>{title}</h1>{paragraphs}</article>"
    ).encode()
    wanted = choose.randint(least_bytes, most_bytes)
    card = f'<div class="card"><a href="/section/{number % 7}"><span>{title}</span></a></div>\n'.encode()
    return head + card * max(0, (wanted - len(head)) // len(card)) + b"</body></html>"


class Site:
    """Every answer of the site, made before the first request so that serving costs the crawler's machine little."""

    def __init__(self, pages: int, least_bytes: int, most_bytes: int) -> None:
        self.pages = pages
        # Sixty-four bodies stand for all pages; an address in each keeps their digests apart.
        self.bodies = [page(number, least_bytes, most_bytes) for number in range(min(pages, 64))]

    def answer(self, path: str, etag: str, port: int) -> tuple[str, str, bytes]:
        """Status line, further header lines and body."""
        base = f"http://{HOST}:{port}"
        if path.startswith("/news/"):
            number = int(path.rpartition("/")[2])
            tag = f'"{number}"'
            if etag == tag:
                return "304 Not Modified", f"ETag: {tag}\r\n", b""
            body = self.bodies[number % len(self.bodies)] + b"<!-- %d -->" % number
            return "200 OK", f"ETag: {tag}\r\nContent-Type: text/html; charset=utf-8\r\n", body
        if path == "/sitemap.xml":
            count = -(-self.pages // SITEMAP_LINKS)
            items = "".join(f"<sitemap><loc>{base}/sitemap-{part}.xml</loc></sitemap>" for part in range(count))
            return "200 OK", "Content-Type: text/xml\r\n", f"<sitemapindex>{items}</sitemapindex>".encode()
        if path.startswith("/sitemap-"):
            part = int(path.removeprefix("/sitemap-").removesuffix(".xml"))
            numbers = range(part * SITEMAP_LINKS, min(self.pages, (part + 1) * SITEMAP_LINKS))
            items = "".join(f"<url><loc>{base}/news/{number}</loc></url>" for number in numbers)
            return "200 OK", "Content-Type: text/xml\r\n", f"<urlset>{items}</urlset>".encode()
        if path == "/feed.xml":
            items = "".join(f"<item><link>{base}/news/{number}</link></item>" for number in range(min(50, self.pages)))
            return "200 OK", "Content-Type: text/xml\r\n", f"<rss><channel>{items}</channel></rss>".encode()
        return "404 Not Found", "", b"none"


async def serve(site: Site) -> None:
    """Serve until killed."""
    port = 0

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].decode()
                found = request.lower().partition(b"if-none-match:")[2].partition(b"\r\n")[0].strip().decode()
                status, headers, body = site.answer(path, found, port)
                writer.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    print(port, flush=True)  # noqa: T201 - how the parent learns the port
    async with server:
        await server.serve_forever()


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    parser.add_argument("--bytes", type=int, nargs=2, default=(60_000, 120_000), metavar=("LEAST", "MOST"))
    options = parser.parse_args()
    asyncio.run(serve(Site(options.pages, *options.bytes)))


if __name__ == "__main__":
    main()
