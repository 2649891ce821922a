"""Answers: a host and a path on a night to one response. Pure; ``server`` puts it on a socket."""

import gzip
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from crawlers.newsroom import feeds, nights, pages
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.publishers import PUBLISHERS, Publisher
from crawlers.newsroom.schedule import TDM_RESERVED

HTML = "text/html; charset=utf-8"
_TRACKING = re.compile(r"utm_\w+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP response without the headers every response has."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a request says about what it already has and takes."""

    if_none_match: str = ""
    if_modified_since: str = ""
    gzip: bool = False


def publisher_of(host: str) -> Publisher | None:
    """The publisher at a host; ``www.`` is an alias."""
    name = host.lower().split(":")[0].removeprefix("www.")
    return next((p for p in PUBLISHERS.values() if p.host == name), None)


def answer(night: int, host: str, path: str, conditions: Conditions) -> Response:
    """The response to GET ``http://<host><path>``; an unknown host is a 502, as from a proxy."""
    publisher = publisher_of(host)
    if publisher is None:
        return Response(
            status=502, body=f"no such host in the newsroom: {host}\n".encode(), headers=(_type("text/plain"),)
        )
    return _negotiate(publisher, _respond(night, publisher, _without_tracking(path)), conditions)


def index(night: int) -> bytes:
    """The page for people: publishers, their feeds and their pages of a night."""
    rows = []
    for publisher in PUBLISHERS.values():
        shown = [i for i in items() if i.publisher is publisher and i.night <= night]
        addresses = [publisher.host + path for path in feeds.FEEDS.get(publisher.id, {"/": None})]
        rows.append((publisher, addresses, [(item, pages.page_title(item, night)) for item in shown]))
    return pages.index(night, rows)


def _respond(night: int, publisher: Publisher, path: str) -> Response:
    if publisher.broken:
        return _broken(publisher, path)
    if path == "/robots.txt":
        return Response(status=200, body=feeds.robots(publisher), headers=(_type("text/plain"),))
    feed = feeds.FEEDS.get(publisher.id, {}).get(path)
    if feed:
        media_type, make = feed
        return Response(status=200, body=make(publisher, night), headers=(_type(media_type),))
    item = _by_path().get((publisher.id, path))
    if item and item.night <= night:
        return respond_item(item, night)
    if publisher.id == "aden" and urlsplit(path).path in ("/", "/news"):
        number = dict(parse_qsl(urlsplit(path).query)).get("page", "1")
        body = pages.section_page(publisher, night, int(number) if number.isdigit() else 0)
        if body:
            return Response(status=200, body=body, headers=(_type(HTML),))
    status = 200 if publisher.soft_404 else 404
    return Response(status=status, body=pages.missing(publisher, "/404"), headers=(_type(publisher.content_types[0]),))


def respond_item(item: Item, night: int) -> Response:
    """The response at an item's address, on or after its first night, before conditions and compression."""
    publisher = item.publisher
    media_type = _type(publisher.content_types[item.number % len(publisher.content_types)])
    if item.removed(night):
        return Response(status=item.gone_status, body=pages.missing(publisher, item.path), headers=(media_type,))
    match item.kind:
        case "redirect" | "redirect_loop":
            return Response(status=302, headers=(_type(HTML), ("Location", publisher.base + item.target)))
        case "soft_404":
            return Response(status=200, body=pages.missing(publisher, item.path), headers=(media_type,))
        case "gone":
            return Response(status=410, body=pages.missing(publisher, item.path), headers=(media_type,))
        case "challenge":
            return _challenge(publisher)
    headers = [media_type]
    if item.id in TDM_RESERVED:
        headers.append(("tdm-reservation", "1"))
    body = pages.render(item, night)
    if publisher.etag:
        headers.append(("ETag", f'"{hashlib.sha256(body).hexdigest()[:20]}"'))
    if publisher.last_modified:
        headers.append(("Last-Modified", nights.http_date(_last_modified(item, night))))
    return Response(status=200, body=body, headers=tuple(headers))


@cache
def _by_path() -> dict[tuple[str, str], Item]:
    return {(item.publisher.id, item.path): item for item in items()}


def _last_modified(item: Item, night: int) -> datetime:
    """When the page last changed: its publication, or the evening of the night whose page differs from the last."""
    for later in range(night, item.night, -1):
        if pages.render(item, later) != pages.render(item, later - 1):
            return nights.clock(later) - timedelta(hours=2)
    return item.published.astimezone(UTC)


def _broken(publisher: Publisher, path: str) -> Response:
    if publisher.broken == "challenge":
        return _challenge(publisher)
    if path == "/robots.txt":
        return Response(status=404, body=b"Not Found\n", headers=(_type("text/plain"),))
    body = b"<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"
    return Response(status=503, body=body, headers=(_type("text/html"), ("Retry-After", "3600")))


def _challenge(publisher: Publisher) -> Response:
    return Response(status=403, body=pages.challenge(publisher), headers=(_type(HTML), ("cf-mitigated", "challenge")))


def _negotiate(publisher: Publisher, response: Response, conditions: Conditions) -> Response:
    """304 for what the asker has, and compression for those who take it."""
    headers = dict(response.headers)
    if response.status == 200 and _has(headers, conditions):
        kept = tuple((k, v) for k, v in response.headers if k in ("ETag", "Last-Modified"))
        return Response(status=304, headers=kept)
    if publisher.gzip and conditions.gzip and response.body:
        extra = (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
        return replace(response, body=gzip.compress(response.body, mtime=0), headers=response.headers + extra)
    return response


def _has(headers: dict[str, str], conditions: Conditions) -> bool:
    if conditions.if_none_match and "ETag" in headers:
        tags = [tag.strip().removeprefix("W/") for tag in conditions.if_none_match.split(",")]
        return headers["ETag"] in tags
    if conditions.if_modified_since and "Last-Modified" in headers:
        try:
            since = parsedate_to_datetime(conditions.if_modified_since)
        except ValueError:
            return False
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    return False


def _without_tracking(path: str) -> str:
    """The path without utm parameters, which no publisher looks at."""
    start, _, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not _TRACKING.match(part.split("=")[0])]
    return f"{start}?{'&'.join(kept)}" if kept else start


def _type(media_type: str) -> tuple[str, str]:
    return "Content-Type", media_type
