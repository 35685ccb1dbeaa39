"""The small marks that templates draw themselves: a range, a line of twelve months, a bar.

Positions are text, so that no template puts them in the reader's number format.
"""

from collections.abc import Sequence
from itertools import groupby
from math import log2
from typing import Any

Values = Sequence[float | None]
Band = tuple[float, float]

MARK_MIDDLE, MARK_DOUBLING, MARK_ENDS = 108.0, 49.0, (10.0, 206.0)


def interval_mark(estimate: float, low: float, high: float) -> dict[str, str]:
    """Place an estimate and its range on a scale of doublings, a quarter to four times."""
    places = {"at": estimate, "low": low, "high": high}
    return {name: _text(_doubled(value)) for name, value in places.items()}


def _doubled(times: float) -> float:
    place = MARK_MIDDLE + MARK_DOUBLING * log2(max(times, 0.01))
    return min(max(place, MARK_ENDS[0]), MARK_ENDS[1])


def count_mark(count: int, usual: int) -> dict[str, Any]:
    """Place a count on a scale from nought, with what is usual as a band."""
    half = count // 2 + 1
    step = (MARK_ENDS[1] - MARK_ENDS[0]) / (2 * half)
    ticks = [{"x": _text(MARK_ENDS[0] + step * n), "label": n} for n in (0, half, 2 * half)]
    return {"at": _text(MARK_ENDS[0] + step * count), "band": _text(step * usual), "ticks": ticks}


SPARK_TOP, SPARK_ZERO, SPARK_ONCE, SPARK_WIDTH = 6.0, 58.0, 22.0, 150.0


def sparkline(values: Values, usual: float, band: Band | None) -> dict[str, Any]:
    """Place a product's months as times the usual number, all products on one scale."""
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    points = [
        None if value is None else (step * index, _height(value / usual))
        for index, value in enumerate(values)
    ]
    last = points[-1]
    spark: dict[str, Any] = {"path": _path(points), "usual": _text(_height(1.0))}
    if last:
        spark |= {"x": _text(last[0]), "y": _text(last[1]), "label": _text(last[1] + 4.5)}
    if band:
        top, foot = _height(band[1] / usual), _height(band[0] / usual)
        spark |= {"top": _text(top), "depth": _text(foot - top)}
    return spark


def _height(times: float) -> float:
    return max(SPARK_ZERO - SPARK_ONCE * times, SPARK_TOP)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Draw what lies between gaps; a month alone is a line to itself, which round ends show."""
    parts: list[str] = []
    for _is_shown, run in groupby(points, lambda point: point is not None):
        places = [f"{_text(point[0])},{_text(point[1])}" for point in run if point]
        if places:
            parts.append("M" + " L".join(places if places[1:] else places * 2))
    return " ".join(parts)


def bar_width(count: int, largest: int) -> str:
    """Give the width of a bar out of 100."""
    return _text(100 * count / largest) if largest else "0"


def _text(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
