"""What one answer means: from a response, or from the failure to get one, to the link's outcome. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

SNIFFED_BYTES = 64 * 1024
"""Most bytes of a body that are searched for markers: enough for a challenge page, and a
bound for everything else (chosen 2026-11-22)."""

CHALLENGE_HEADERS = {
    ("cf-mitigated", "challenge"): "challenge_cloudflare",
    ("x-amzn-waf-action", "challenge"): "challenge_aws",
    ("x-amzn-waf-action", "captcha"): "challenge_aws",
}
"""Header and value by which a protection service says that it answered instead of the publisher
(as Cloudflare and AWS WAF document them), and the failure class of its kind."""

CHALLENGE_MARKERS: dict[bytes, str] = {
    b"just a moment...": "challenge_cloudflare",
    b"challenge-platform": "challenge_cloudflare",
    b"cf-browser-verification": "challenge_cloudflare",
    b"cf_chl_opt": "challenge_cloudflare",
    b"awswafintegration": "challenge_aws",
    b"_incapsula_resource": "challenge_imperva",
    b"captcha-delivery.com": "challenge_datadome",
    b"ddos-guard": "challenge_ddos_guard",
    b"checking your browser": "challenge",
    b"g-recaptcha": "challenge",
    b"h-captcha": "challenge",
    b"captcha": "challenge",
    **{
        text.encode(): "challenge"
        for text in (
            "جار التحقق من المتصفح",
            "جاري التحقق من المتصفح",
            "جارٍ التحقق من المتصفح",
            "التحقق من أنك لست روبوت",
            "تحقق من أنك إنسان",
            "لست برنامج روبوت",
            "لحظة من فضلك",
        )
    },
}
"""Wording of challenge pages, lower case, and the failure class of its kind; believed only on answers that are
refusals, since an article may write about captchas. The first that is found counts."""

REFUSALS = frozenset({401, 403, 429})
_CHALLENGE_STATUSES = REFUSALS | {202, 405, 503}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|article|div|p)\b", re.IGNORECASE)


class LinkRefusedError(IgnoreRequest):
    """Raised by our own middlewares to end a request; ``outcome`` is a word of ``storage.outcomes``."""

    outcome = "http_error"


class OverBudgetError(LinkRefusedError):
    """What the source may cost was used up before the address was asked for."""

    outcome = "over_budget"


class OutsideHoursError(OverBudgetError):
    """The source may not be asked at this hour."""

    failure = "outside_hours"


class HostStoppedError(OverBudgetError):
    """The host asked us to stop for tonight (429)."""

    failure = "rate_limited"


class RobotsForbidsError(LinkRefusedError):
    """robots.txt forbids the address."""

    outcome = "robots"


class ReservedError(LinkRefusedError):
    """The host's ``tdmrep.json`` reserves the address, so it is not asked for."""

    outcome = "reserved"


class RightsUnreadableError(ReservedError):
    """``tdmrep.json`` could not be had: what it may reserve counts as reserved."""

    def __init__(self, where: str, cause: "Answer") -> None:
        super().__init__(f"{where} could not be read ({cause.reason}): all of the host is left alone tonight")
        self.failure = cause.failure


class RedirectRefusedError(LinkRefusedError):
    """Too many redirects, or a redirect to where the crawl may not go."""

    outcome = "redirect_loop"


class MovedError(RedirectRefusedError):
    """A redirect off the hosts of the source."""

    failure = "feed_moved"


class AddressRefusedError(LinkRefusedError):
    """The host is, or resolves to, an address that is not public."""

    outcome = "unreachable"
    failure = "address_refused"


class BrokenEncodingError(LinkRefusedError):
    """The body is not in the content encoding its header names."""


class TooLargeError(LinkRefusedError):
    """The body is larger than the limit once decoded."""

    outcome = "too_large"
    failure = "feed_too_large"


class HeadersTooLargeError(TooLargeError):
    """The headers of an answer do not end within the limit."""


class RobotsUnreadableError(LinkRefusedError):
    """robots.txt could not be had, so nothing of the host may be asked (RFC 9309, 2.3.1.4)."""

    def __init__(self, cause: "Answer") -> None:
        super().__init__(f"robots.txt: {cause.reason}")
        self.outcome = cause.outcome
        self.failure = cause.failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How asking for one address ended."""

    outcome: str
    """``fetched``, or a word of ``storage.outcomes``."""
    reason: str = ""
    """Why, in words; empty when the outcome says all."""
    failure: str = ""
    """The class of ``crawlers.failures`` a feed that ends so belongs to; empty for ``fetched``."""


def of_response(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
    """What a last response (redirects followed) means for its link."""
    marker, kind = challenge_marker(status, headers, body)
    if marker:
        return Answer(outcome="challenge", reason=f"status {status}, {marker}", failure=kind)
    if status == 304:
        return Answer(outcome="unchanged")
    if status in (404, 410):
        failure = "feed_gone" if status == 404 else "feed_removed"
        return Answer(outcome="gone", reason=f"status {status}", failure=failure)
    if status == 429:
        return Answer(outcome="blocked", reason="status 429: too many requests", failure="rate_limited")
    if status in REFUSALS:
        return Answer(outcome="blocked", reason=f"status {status}", failure="blocked")
    if status != 200:
        return Answer(outcome="http_error", reason=f"status {status}", failure="feed_error")
    if not is_html(body):
        return Answer(outcome="not_article", reason=f"not an HTML page: begins with {body[:16]!r}")
    return Answer(outcome="fetched")


def of_exception(error: BaseException, redirected: bool = False) -> Answer:
    """What it means that there is no response; ``redirected``: the address was reached by a redirect."""
    text = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, LinkRefusedError):
        outcome = "redirect_loop" if redirected and isinstance(error, AddressRefusedError) else error.outcome
        classes = {
            "robots": "robots_forbids",
            "reserved": "reserved",
            "unreachable": "refused",
            "redirect_loop": "feed_unreadable",
            "over_budget": "over_budget",
        }
        return Answer(
            outcome=outcome, reason=text, failure=getattr(error, "failure", classes.get(outcome, "feed_error"))
        )
    if isinstance(error, CannotResolveHostError):
        return Answer(outcome="unreachable", reason=f"DNS: {text}", failure="dns")
    if isinstance(error, DownloadTimeoutError):
        return Answer(outcome="timeout", reason=text, failure="timeout")
    if isinstance(error, DownloadConnectionRefusedError):
        return Answer(outcome="unreachable", reason=f"connection refused: {text}", failure="refused")
    if isinstance(error, DownloadCancelledError):
        # The one reason for which a download is cancelled while the crawl goes on.
        return Answer(outcome="too_large", reason="larger than DOWNLOAD_MAXSIZE", failure="feed_too_large")
    if HeadersTooLargeError.__name__ in text:
        # Twisted and Scrapy hand on what ended a connection only in their own words.
        return Answer(outcome="too_large", reason="the headers do not end", failure="feed_too_large")
    if re.search(r"SSL|TLS|certificate|VerificationError", text):
        return Answer(outcome="unreachable", reason=f"TLS: {text}", failure="tls")
    return Answer(outcome="unreachable", reason=f"{type(error).__name__}: {text}", failure="refused")


def challenge_marker(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> tuple[str, str]:
    """The marker by which an answer is known to be a bot challenge, and its failure class; empty when it is none."""
    for name, value in headers:
        kind = CHALLENGE_HEADERS.get((name.lower(), value.strip().lower()))
        if kind:
            return f"{name.lower()}: {value.strip()}", kind
    if status not in _CHALLENGE_STATUSES:
        return "", ""
    plain = body[:SNIFFED_BYTES].lower()
    found = next((marker for marker in CHALLENGE_MARKERS if marker in plain), None)
    return (f"the page says {found.decode()!r}", CHALLENGE_MARKERS[found]) if found else ("", "")


def is_html(body: bytes) -> bool:
    """True if the body is a page, whatever its ``Content-Type`` says."""
    head = body[:SNIFFED_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return not head.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8")) and bool(_HTML.search(head))
