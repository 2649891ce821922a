import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)

from crawlers.answers import (
    AddressRefusedError,
    HeadersTooLargeError,
    HostStoppedError,
    LinkRefusedError,
    MovedError,
    OutsideHoursError,
    OverBudgetError,
    RedirectRefusedError,
    RobotsForbidsError,
    of_exception,
    of_response,
)
from crawlers.failures import FAILURES
from storage.outcomes import OUTCOMES

HTML = b"<!doctype html><html><body>x</body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome"),
    [
        (200, {}, HTML, "fetched"),
        (200, {"Content-Type": "application/pdf"}, HTML, "fetched"),
        (200, {"Content-Type": "text/html"}, b"%PDF-1.7 <html>", "not_article"),
        (200, {}, HTML.decode().encode("utf-16"), "fetched"),
        (200, {}, b"", "not_article"),
        (200, {}, b"<html>how a captcha works", "fetched"),
        (200, {"cf-mitigated": "challenge"}, HTML, "challenge"),
        (304, {}, b"", "unchanged"),
        (404, {}, b"", "gone"),
        (410, {}, b"", "gone"),
        (401, {}, b"", "blocked"),
        (403, {}, b"", "blocked"),
        (429, {}, b"", "blocked"),
        (403, {}, b"<title>Just a moment...</title>", "challenge"),
        (503, {}, b"<script src=/cdn-cgi/challenge-platform/x>", "challenge"),
        (403, {}, "جاري التحقق من المتصفح قبل الدخول".encode(), "challenge"),
        (202, {"x-amzn-waf-action": "challenge"}, b"", "challenge"),
        (503, {}, b"", "http_error"),
        (302, {}, b"", "http_error"),
        (204, {}, b"", "http_error"),
        (999, {}, b"", "http_error"),
    ],
)
def test_the_outcome_is_told_from_status_and_content(
    status: int, headers: dict[str, str], body: bytes, outcome: str
) -> None:
    answer = of_response(status, headers.items(), body)
    assert answer.outcome == outcome
    assert answer.outcome in {*OUTCOMES, "fetched"}
    assert not answer.failure or answer.failure in FAILURES


@pytest.mark.parametrize(
    ("error", "redirected", "outcome", "failure"),
    [
        (CannotResolveHostError("x"), False, "unreachable", "dns"),
        (DownloadTimeoutError("x"), False, "timeout", "timeout"),
        (DownloadConnectionRefusedError("x"), False, "unreachable", "refused"),
        (DownloadCancelledError(""), False, "too_large", "feed_too_large"),
        (DownloadFailedError("[<Failure OpenSSL.SSL.Error: certificate verify failed>]"), False, "unreachable", "tls"),
        (DownloadFailedError("[<Failure service_identity.VerificationError>]"), False, "unreachable", "tls"),
        (DownloadFailedError("connection lost"), False, "unreachable", "refused"),
        (RobotsForbidsError("x"), False, "robots", "robots_forbids"),
        (AddressRefusedError("x"), False, "unreachable", "address_refused"),
        (AddressRefusedError("x"), True, "redirect_loop", "address_refused"),
        (MovedError("x"), True, "redirect_loop", "feed_moved"),
        (RedirectRefusedError("x"), True, "redirect_loop", "feed_unreadable"),
        (HeadersTooLargeError("x"), False, "too_large", "feed_too_large"),
        (OverBudgetError("x"), False, "over_budget", "over_budget"),
        (OutsideHoursError("x"), False, "over_budget", "outside_hours"),
        (HostStoppedError("x"), False, "over_budget", "rate_limited"),
        (OSError(), False, "unreachable", "refused"),
    ],
)
def test_the_outcome_is_told_from_the_failure(error: Exception, redirected: bool, outcome: str, failure: str) -> None:
    answer = of_exception(error, redirected)
    assert (answer.outcome, answer.failure) == (outcome, failure)
    assert answer.reason


@pytest.mark.parametrize(
    ("status", "headers", "body", "failure"),
    [
        (403, {"CF-Mitigated": "challenge"}, b"", "challenge_cloudflare"),
        (503, {}, b"<title>Just a moment...</title>", "challenge_cloudflare"),
        (405, {"x-amzn-waf-action": "captcha"}, b"", "challenge_aws"),
        (202, {}, b"window.AwsWafIntegration.getToken()", "challenge_aws"),
        (403, {}, b"<iframe src=/_Incapsula_Resource?x>", "challenge_imperva"),
        (403, {}, b"https://geo.captcha-delivery.com/captcha/", "challenge_datadome"),
        (403, {}, b"DDoS-Guard", "challenge_ddos_guard"),
        (403, {}, b"<div class=g-recaptcha>", "challenge"),
        (429, {}, b"", "rate_limited"),
        (404, {}, b"", "feed_gone"),
        (410, {}, b"", "feed_removed"),
        (500, {}, b"", "feed_error"),
        (401, {}, b"", "blocked"),
    ],
)
def test_the_class_of_a_feed_names_the_kind_of_its_answer(
    status: int, headers: dict[str, str], body: bytes, failure: str
) -> None:
    assert of_response(status, headers.items(), body).failure == failure


def test_every_refusal_of_ours_is_an_outcome_of_the_one_list() -> None:
    assert {kind.outcome for kind in [LinkRefusedError, *LinkRefusedError.__subclasses__()]} <= OUTCOMES.keys()
