"""The pictures of the morning page in ``docs/pictures`` show the page as it is rendered now.

``make pictures`` takes them anew; what the page is is told by the digest of its HTML, since no two machines have the
same fonts. Those of Prefect's UI are taken by ``tests/integration/test_standing.py``.
"""

import os
import re
import struct
from pathlib import Path

import pytest

from storage.ids import digest
from tests.browser.chromium import browsing, installed
from tests.browser.page import html

PICTURES = Path(__file__).parents[2] / "docs/pictures"
OF = PICTURES / "morning.sha256"
WIDTHS = (1440, 390)
HEIGHTS = {1440: 2000, 390: 1700}
"""What of the page is shown: the verdict, what broke, the first stories."""
BROWSER = installed()
TAKE = os.environ.get("WARRAQ_PICTURES") == "take"
"""Whether the pictures in the repository are replaced; ``make pictures`` says so."""


def size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed on this machine")
def test_a_picture_can_be_taken_at_every_width(tmp_path: Path) -> None:
    assert BROWSER
    page = tmp_path / "index.html"
    page.write_text(html(hostile=False), encoding="utf-8")
    folder = PICTURES if TAKE else tmp_path
    with browsing(BROWSER, tmp_path / "profile") as tab:
        for width in WIDTHS:
            tab.open(page.as_uri(), width=width, height=HEIGHTS[width])
            tab.screenshot(folder / f"morning-{width}.png", whole=False)
            assert size(folder / f"morning-{width}.png") == (width, HEIGHTS[width])
    if TAKE:
        OF.write_text(f"{digest(html(hostile=False).encode())}\n")


def test_the_pictures_are_of_the_page_as_it_is() -> None:
    assert OF.read_text().strip() == digest(html(hostile=False).encode()), "run `make pictures` and look at them"
    assert [size(PICTURES / f"morning-{width}.png")[0] for width in WIDTHS] == list(WIDTHS)


def test_every_picture_the_readme_shows_is_there() -> None:
    root = PICTURES.parents[1]
    shown = re.findall(r"(?:\]\(|src=\")([\w/.-]+\.png)", (root / "README.md").read_text(encoding="utf-8"))
    assert len(shown) >= 4
    assert [name for name in shown if not (root / name).exists()] == []
