"""The drawings of the report as numbers a template turns into SVG. Pure: the same data gives the same drawing.

Outlines of countries are Natural Earth's (1:110 million), from the package ``countryinfo``; they draw no border
that Warraq takes a stand on. Countries too small for an outline at that scale are drawn as a point.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt
from typing import Any

WEST, EAST, SOUTH, NORTH = -18.5, 62.0, -3.0, 43.0
"""The frame of the map in degrees: the Arab countries from Mauritania to Oman, with their neighbours."""
SCALE = 10.0
"""Units of the drawing a degree."""
_SQUEEZE = cos(radians(22))
"""Degrees of longitude are this much narrower at the middle of the frame."""
SHADES = 4
"""Steps of shading: more could not be told apart."""
NIGHTS = 60
"""Nights in the chart of volumes and in the lines of sources."""
BAR = 12
"""Width of a night in the chart of volumes, the gap included."""
HEIGHT = 150
"""Height of the chart of volumes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map."""

    code: str
    """ISO 3166-1 alpha-2."""
    path: str
    """SVG path; empty for a country that is a point."""
    x: float
    """The point, when it is one."""
    y: float
    count: int
    """Articles that name it."""
    shade: int
    """0 (none) to ``SHADES``."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A night in the chart of volumes, from the left."""

    run: str
    x: int
    new: int
    """Articles seen first by their own publisher."""
    copies: int
    new_height: float
    copies_height: float


def map_size() -> tuple[float, float]:
    """Width and height of the map."""
    return round((EAST - WEST) * SCALE * _SQUEEZE, 1), round((NORTH - SOUTH) * SCALE, 1)


def country_map(counts: Mapping[str, int]) -> list[Shape]:
    """The countries of the frame, shaded by how many articles name them; points last, so that they lie on top."""
    most = max((counts.get(code, 0) for code, *_ in _outlines()), default=0)
    return [
        Shape(code, path, x, y, count, _shade(count, most))
        for code, path, x, y in _outlines()
        for count in (counts.get(code, 0),)
    ]


def _shade(count: int, most: int) -> int:
    # By square root: one country in a war has ten times the articles of the others, which must not all look alike.
    return 0 if not count else max(1, round(SHADES * sqrt(count / most)))


@cache
def _outlines() -> list[tuple[str, str, float, float]]:
    from countryinfo import all_countries  # .1 s, needed only where a report is written

    found = []
    for country in all_countries():
        code = country.iso().get("alpha2")
        rings = _rings(country.geo_json())
        if code and rings and any(_inside(*point) for ring in rings for point in ring):
            found.append((code, " ".join(map(_path, rings)), 0.0, 0.0))
        elif code in _POINTS:
            found.append((code, "", *_at(*_POINTS[code])))
    return sorted(found, key=lambda item: (not item[1], item[0]))


_POINTS = {"BH": (50.55, 26.05), "KM": (43.9, -2.2), "PS": (35.2, 31.9)}
"""Longitude and latitude of Arab countries without an outline at this scale."""


def _rings(collection: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    rings = []
    for feature in collection.get("features", ()):
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings += [[(lon, lat) for lon, lat in ring] for polygon in polygons for ring in polygon]
    return rings


def _inside(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def _at(lon: float, lat: float) -> tuple[float, float]:
    return round((lon - WEST) * SCALE * _SQUEEZE, 1), round((NORTH - lat) * SCALE, 1)


def _path(ring: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (_at(lon, lat) for lon, lat in ring)) + "Z"


def bars(volumes: Iterable[tuple[str, int, int]]) -> list[Bar]:
    """The chart of volumes: nights as (run, new articles, of these copies), oldest first, the newest at the right."""
    nights = list(volumes)
    most = max((new for _, new, _ in nights), default=0) or 1
    return [
        Bar(
            run,
            (NIGHTS - len(nights) + at) * BAR,
            new - copies,
            copies,
            round(HEIGHT * (new - copies) / most, 1),
            round(HEIGHT * copies / most, 1),
        )
        for at, (run, new, copies) in enumerate(nights)
    ]


def spark(counts: Sequence[int], width: int = 120, height: int = 24) -> str:
    """The points of a line through the counts, oldest at the left; empty for fewer than two."""
    if len(counts) < 2:
        return ""
    most, step = max(counts) or 1, width / (len(counts) - 1)
    return " ".join(
        f"{round(at * step, 1)},{round(height - 2 - (height - 4) * n / most, 1)}" for at, n in enumerate(counts)
    )
