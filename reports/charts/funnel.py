"""What the funnel plot looks like: rates against contacts, and how far chance reaches."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.charts.describe import AXIS, BOTTOM, DOT, LEFT, WIDTHS

Band = Sequence[tuple[int, float, float]]
MOST_NAMES, TALLER, RIGHT, TOP, TICKS = 4, 60, 12, 16, 4
MILLION = 1_000_000
FAR_SIDES = ("far_more", "far_fewer")


def funnel_chart(
    points: Sequence[Mapping[str, Any]], bands: Mapping[str, Band], mean: float, shape: str
) -> dict[str, Any]:
    """Describe points of `contacts` and `rate`, the two bands of chance and the mean between them.

    `bands` gives contacts, lowest and highest rate under "far" (99.8 %) and "usual" (95 %). Those
    outside the wide band are marked and at most four of them named.
    """
    top = 1.2 * max(mean, *(point["rate"] for point in points))
    far = [point for point in points if point["side"] in FAR_SIDES]
    width, height = WIDTHS[shape]
    rows = {name: [_row(edge, top) for edge in band] for name, band in bands.items()}
    layers = [
        _area(rows["far"], "var(--c-band)"),
        *(_edge(rows["usual"], end) for end in ("low", "high")),
        _mean(mean),
        _points([point for point in points if point not in far], "var(--c-line)"),
        *([_points(far, "var(--c-hi)"), _names(far, mean)] if far else []),
    ]
    return {
        "width": width - LEFT - RIGHT,
        "height": height + TALLER - TOP - BOTTOM,
        "autosize": {"type": "none"},
        "padding": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "encoding": {"x": _across(bands["far"][-1][0], shape), "y": _upward(top)},
        "data": {"values": []},
        "layer": layers,
    }


def _row(edge: tuple[int, float, float], top: float) -> dict[str, float]:
    contacts, low, high = edge
    return {"contacts": contacts, "low": min(low, top), "high": min(high, top)}


def _across(most: int, shape: str) -> dict[str, Any]:
    # Millions take twice the room of thousands, which a phone does not have.
    step = 2 if shape == "narrow" and most >= MILLION else 1
    ticks = [_plain(most * (n / TICKS) ** 2) for n in range(step, TICKS + 1, step)]
    axis = AXIS | {"grid": False, "values": ticks, "format": "~f", "labelFlush": True}
    scale = {"type": "sqrt", "domain": [0, most], "nice": False}
    return {"field": "contacts", "type": "quantitative", "scale": scale, "axis": axis}


def _plain(value: float) -> int:
    """Round down to one leading digit; to halves of it below fifty, to tenths below twenty.

    Coarser, and the last of the ticks would stand on the one before it.
    """
    size = 10 ** (len(str(int(value))) - 1)
    parts = 10 if value < 2 * size else 2 if value < 5 * size else 1
    step = max(size // parts, 1)
    return int(value // step * step)


def _upward(top: float) -> dict[str, Any]:
    axis = AXIS | {"tickCount": 4, "format": "~f"}
    scale = {"domain": [0, top], "nice": False}
    return {"field": "rate", "type": "quantitative", "scale": scale, "axis": axis}


def _area(rows: list[dict[str, float]], colour: str) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": colour, "opacity": 1},
        "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }


def _edge(rows: list[dict[str, float]], end: str) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "color": "var(--ink-3)", "strokeWidth": 1, "strokeDash": [3, 3]},
        "encoding": {"y": {"field": end, "type": "quantitative"}},
    }


def _mean(mean: float) -> dict[str, Any]:
    return {
        "data": {"values": [{"mean": mean}]},
        "mark": {"type": "rule", "color": "var(--ink-3)", "strokeWidth": 1},
        "encoding": {"x": None, "y": {"field": "mean", "type": "quantitative"}},
    }


def _points(rows: Sequence[Mapping[str, Any]], colour: str) -> dict[str, Any]:
    return {"data": {"values": [dict(row) for row in rows]}, "mark": DOT | {"color": colour}}


def _names(far: Sequence[Mapping[str, Any]], mean: float) -> dict[str, Any]:
    """Write the names away from the mean, where the other points lie."""
    most = max(row["contacts"] for row in far)
    rows = sorted(far, key=lambda row: -row["contacts"])[:MOST_NAMES]
    align = {"expr": f"datum.contacts > {most / 4} ? 'right' : 'left'"}
    mark = {"type": "text", "fontSize": 12, "color": "var(--ink)", "align": align}
    mark["dy"] = {"expr": f"datum.rate > {mean} ? -11 : 18"}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": mark,
        "encoding": {"text": {"field": "name", "type": "nominal"}},
    }
