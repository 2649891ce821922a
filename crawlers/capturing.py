"""Between the network and everything else: decode a response, judge its rights, keep it.

Three Scrapy middlewares, in this order from the network. Above them nobody sees a response that is not in the
spool, nor the body of one that may not be kept. Without a spool (``scrapy crawl``) only the keeping is left out.
"""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawlers.answers import (
    Answer,
    BrokenEncodingError,
    ReservedError,
    RightsUnreadableError,
    TooLargeError,
    of_exception,
    of_response,
)
from crawlers.gathered import Payload
from crawlers.job import Job
from crawlers.journal import Entry
from crawlers.origins import OncePerOrigin
from crawlers.rights import TDMREP_PATH, PathRule, Rights, assess, path_reservation, read_tdmrep
from crawlers.spool import Spool
from storage import warc
from storage.captures import StoredResponse
from storage.errors import SpoolError
from storage.members import metadata_member, response_member, revisit_member

JUDGED = ("page", "feed")
"""Kinds of request whose responses carry rights; robots.txt and tdmrep.json are rules, not content."""


def header_pairs(response: Response) -> list[tuple[str, str]]:
    """Headers in order, one pair a value; bytes that are not UTF-8 read as ISO-8859-1."""

    def text(raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("iso-8859-1")

    return [(text(name), text(value)) for name, values in response.headers.items() for value in values]


class DecodeMiddleware(HttpCompressionMiddleware):
    """Removes the content encoding and keeps its name as ``X-Warraq-Content-Encoding``."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The decoded response; ``TooLargeError`` past the limit, ``BrokenEncodingError`` if it cannot be decoded."""
        received = b", ".join(response.headers.getlist("Content-Encoding"))
        try:
            decoded = super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooLargeError(str(error)) from None
        except Exception as error:
            # zlib, brotli and zstd each have an error of their own.
            named = received.decode("ascii", "replace")
            raise BrokenEncodingError(f"broken content encoding {named!r}: {error}") from error
        if received and "Content-Encoding" not in decoded.headers:
            decoded.headers["X-Warraq-Content-Encoding"] = received
        return decoded


class RightsMiddleware:
    """Asks each host once for its ``tdmrep.json`` and judges what may be kept."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules = OncePerOrigin(self._read)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise ``ReservedError`` for a page the host's rules reserve: it is not even asked for.

        Rules that answer 5xx or not at all reserve everything for tonight, as a robots.txt that does forbids it;
        404 and other 4xx mean that there are none.
        """
        if request.meta.get("kind") not in JUDGED:
            return
        host, rules = urlsplit(request.url).netloc, await self._rules.get(request.url)
        if isinstance(rules, Answer):
            raise RightsUnreadableError(f"{TDMREP_PATH} of {host}", rules)
        reservation = path_reservation(rules, request.url)
        if reservation not in (None, "0"):
            raise ReservedError(f"{TDMREP_PATH} of {host} reserves it (tdm-reservation: {reservation or '?'})")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note in ``request.meta["rights"]`` what the response reserves."""
        # A 304 has the headers of the page it stands for: a publisher may reserve what it did not before.
        judged = request.meta.get("kind") in JUDGED and response.status in (200, 304)
        if judged and "spooled" not in response.flags:
            rules = self._rules.known(request.url) or ()
            assert not isinstance(rules, Answer)  # nothing was asked for
            rights = assess(header_pairs(response), response.body, rules, request.url)
            opt_outs = request.meta.get("opt_outs") or ()
            request.meta["rights"] = replace(rights, found=tuple(sorted({*rights.found, *opt_outs})))
        return response

    async def _read(self, origin: str) -> tuple[PathRule, ...] | Answer:
        request = Request(f"{origin}{TDMREP_PATH}", meta={"policy_file": True, "purpose": "rights"})
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            return of_exception(error)
        if response.status >= 500:
            return of_response(response.status, [], b"")
        return read_tdmrep(response.body) if response.status == 200 else ()


class CaptureMiddleware:
    """Keeps every response before it is used, and answers from the spool what an earlier attempt received.

    The body of a reserved page goes no further: the spool keeps the reason in its place.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The response an earlier attempt of this crawl received, if it did."""
        spool = self._crawler.spider.job.spool  # type: ignore[union-attr]
        if spool is None:
            return None
        try:
            taken = spool.take(request.meta["purpose"], request.url)
        except SpoolError as error:
            self._stop(error)
        return None if taken is None else _again(request, *taken)

    def process_response(self, request: Request, response: Response) -> Response:
        """Spool and journal the response."""
        budget = self._crawler.spider.budget  # type: ignore[union-attr]
        if "spooled" in response.flags:
            budget.bytes += request.meta["entry"].body_bytes
            return response
        budget.bytes += len(response.body)
        rights = request.meta.get("rights") or Rights(found=(), reserved="")
        job: Job = self._crawler.spider.job  # type: ignore[union-attr]
        if job.spool is not None:
            try:
                request.meta["entry"] = _keep(job, job.spool, request, response, rights)
            except SpoolError as error:
                self._stop(error)
        return response.replace(body=b"") if rights.reserved else response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002  (Scrapy's interface)
        """Count a request that got no response."""
        if not isinstance(exception, IgnoreRequest):
            self._crawler.spider.unanswered += 1  # type: ignore[union-attr]

    def _stop(self, error: SpoolError) -> None:
        """End the crawl: what cannot be kept must not be used."""
        self._crawler.spider.fatal = error  # type: ignore[union-attr]
        asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="spool"))  # noqa: RUF006
        raise IgnoreRequest(str(error)) from error


def _keep(job: Job, spool: Spool, request: Request, response: Response, rights: Rights) -> Entry:
    """Spool what may be kept of a response: its reservation, what is new of it, or all."""
    fetched_at, purpose = job.now(), request.meta["purpose"]
    known = job.known.get(purpose) if request.meta.get("kind") == "page" else None
    # At another address it would be another page, whatever its bytes.
    earlier = known.payload if known and known.payload and known.payload.url == warc.target_uri(response.url) else None
    payload_digest = same_as = ""
    if rights.reserved:
        fields = {"warraq-reserved": rights.reserved, "warraq-rights": ", ".join(rights.found)}
        member = metadata_member(url=response.url, fields=fields, recorded_at=fetched_at)
    else:
        if response.status != 304:
            payload_digest = warc.payload_digest(response.body)
        if earlier and response.status == 200 and payload_digest == earlier.digest:
            same_as = earlier.at.isoformat()
        referred = earlier if same_as or response.status == 304 else None
        member = _member(request, response, fetched_at, payload_digest, referred)
    return spool.keep(
        member,
        url=response.url,
        purpose=purpose,
        status=response.status,
        body_bytes=len(response.body),
        fetched_at=fetched_at,
        rights=rights.found,
        reserved=rights.reserved,
        payload_digest=payload_digest,
        same_as=same_as,
    )


def _member(
    request: Request, response: Response, fetched_at: datetime, payload_digest: str, referred: Payload | None
) -> bytes:
    """The record of a response; a revisit when it has no body of its own, because ``referred`` has it or for a 304."""
    try:
        reason = HTTPStatus(response.status).phrase
    except ValueError:
        reason = ""
    make = partial(response_member, body=response.body)
    if response.status == 304 or referred is not None:
        refers_to = (referred.url, referred.at) if referred is not None else None
        make = partial(revisit_member, body_bytes=len(response.body), refers_to=refers_to)
    return make(
        url=response.url,
        status=response.status,
        reason=reason,
        headers=[(name, value) for name, values in response.headers.items() for value in values],
        fetched_at=fetched_at,
        payload_digest=payload_digest,
        # Behind a proxy it is the proxy's address, which says nothing about the publisher.
        ip=None if request.meta.get("proxy") or response.ip_address is None else str(response.ip_address),
    )


def _again(request: Request, entry: Entry, stored: StoredResponse | None) -> Response:
    request.meta["entry"] = entry
    request.meta["rights"] = Rights(found=entry.rights, reserved=entry.reserved)
    headers: dict[str, list[str]] = {}
    for name, value in stored.headers if stored else ():
        headers.setdefault(name, []).append(value)
    return Response(
        url=entry.url,
        status=entry.status,
        headers=headers,
        body=stored.body if stored else b"",
        flags=["spooled"],
        request=request,
    )
