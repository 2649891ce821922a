"""The morning page in a real browser: direction, layout, silence, and titles that can do nothing."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.browser.chromium import Page, browsing, installed
from tests.browser.page import html

BROWSER = installed()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed on this machine")

WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert BROWSER
    with browsing(BROWSER, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "index.html"
    path.write_text(html(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(params=WIDTHS)
def shown(browser: Page, address: str, request: pytest.FixtureRequest) -> Page:
    browser.open(address, width=request.param)
    return browser


def test_nothing_is_wider_than_the_window(shown: Page) -> None:
    assert shown.value("document.documentElement.scrollWidth") == shown.value("innerWidth")
    beyond = "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, svg') && e.offsetWidth > 1 && "
    beyond += "(e.getBoundingClientRect().left < -1 || e.getBoundingClientRect().right > innerWidth + 1))"
    assert shown.value(f"{beyond}.map(e => e.outerHTML.slice(0, 80))") == []


def test_the_page_runs_from_right_to_left_and_its_english_from_left_to_right(shown: Page) -> None:
    assert shown.value("getComputedStyle(document.body).direction") == "rtl"
    assert shown.value(
        "[...new Set([...document.querySelectorAll('.en')].map(e => getComputedStyle(e).direction))]"
    ) == ["ltr"]
    assert shown.value("document.querySelector('h1').getBoundingClientRect().right > innerWidth / 2")


def test_the_verdict_is_on_the_first_screen(shown: Page) -> None:
    assert shown.value("document.querySelector('.numbers').getBoundingClientRect().bottom < innerHeight")
    assert shown.value("document.querySelectorAll('.troubles li').length") == 3


def test_the_browser_says_nothing_and_asks_nobody(shown: Page) -> None:
    assert shown.of("Log.entryAdded") == []
    assert shown.of("Runtime.consoleAPICalled") == []
    assert shown.of("Runtime.exceptionThrown") == []
    asked = {event["request"]["url"].partition(":")[0] for event in shown.of("Network.requestWillBeSent")}
    assert asked <= {"file", "data"}


def test_hostile_titles_are_text(shown: Page) -> None:
    assert shown.value("document.title").startswith("ورّاق")
    assert shown.value("document.querySelectorAll('script, img, iframe').length") == 0
    assert shown.value("[...document.links].filter(a => !/^(https?|file):/.test(a.href)).length") == 0
    assert shown.value("document.body.innerText.includes('<script>')")
    stray = (
        "[...document.querySelectorAll('body *')].filter(e => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(e.textContent) "
    )
    stray += "&& !e.children.length && e.tagName !== 'BDI')"
    assert shown.value(f"{stray}.length") == 0


def test_the_page_can_be_heard_and_walked_through(shown: Page) -> None:
    assert shown.value("['header', 'nav', 'main', 'footer'].map(n => document.querySelectorAll(n).length)") == [
        1,
        1,
        1,
        1,
    ]
    assert shown.value("document.querySelectorAll('h1').length") == 1
    unnamed = "[...document.querySelectorAll('svg')].filter(s => s.getAttribute('role') !== 'img' || "
    assert shown.value(f"{unnamed}!(s.getAttribute('aria-label') || s.getAttribute('aria-labelledby'))).length") == 0
    broken = (
        "[...document.querySelectorAll('[aria-labelledby], a[href^=\"#\"]')].filter(e => !document.getElementById("
    )
    assert shown.value(f"{broken}e.getAttribute('aria-labelledby') || e.hash.slice(1))).length") == 0
    levels = shown.value("[...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
    assert all(after <= before + 1 for before, after in pairwise(levels))


CONTRAST = """
(() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const under = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter(e => e.closest('svg') === null && e.offsetWidth
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
      const [a, b] = [light(rgb(getComputedStyle(e).color)), light(under(e))].sort((x, y) => y - x);
      return [(a + .05) / (b + .05), e.outerHTML.slice(0, 80)]; }).filter(([ratio]) => ratio < 4.5);
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_against_its_ground(browser: Page, address: str, scheme: str) -> None:
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(address, width=1440)
    assert browser.value(CONTRAST) == []


def test_the_page_prints(browser: Page, address: str) -> None:
    browser.call("Emulation.setEmulatedMedia", media="print")
    browser.open(address, width=1440)
    assert browser.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    browser.call("Emulation.setEmulatedMedia", media="")
