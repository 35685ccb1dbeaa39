"""What the charts look like, as Vega-Lite descriptions.

Words in a picture are months as "2026-10" and plain numbers; the template tag puts both in the
reader's language. Colours are the page's own custom properties.
"""

from collections.abc import Sequence
from typing import Any

Months = Sequence[str]
Values = Sequence[float | None]
Band = tuple[float, float]

AXIS: dict[str, Any] = {
    "title": None,
    "ticks": False,
    "domain": False,
    "labelColor": "var(--ink-3)",
    "labelFontSize": 12,
    "labelPadding": 8,
    "gridColor": "var(--c-grid)",
}
DOT = {"type": "point", "filled": True, "size": 55, "opacity": 1, "color": "var(--c-line)"}
WIDTHS = {"narrow": (318, 220), "wide": (400, 240)}
LEFT, RIGHT, TOP, BOTTOM = 34, 46, 16, 26


def line_chart(months: Months, values: Values, band: Band | None, shape: str) -> dict[str, Any]:
    """Describe one line over months, the last value named, with the usual range behind it.

    A withheld month is None and leaves a gap; it is never drawn as zero.
    """
    rows = [{"m": month, "y": value} for month, value in zip(months, values, strict=True)]
    shown = [row for row in rows if row["y"] is not None]
    layers = [_line(are_counts=all(isinstance(row["y"], int) for row in shown))]
    if len(shown) < len(rows):
        layers.append(_dots(shown))
    if shown:
        layers += [_dot(shown[-1]), _figure(shown[-1])]
    width, height = WIDTHS[shape]
    return {
        "width": width - LEFT - RIGHT,
        "height": height - TOP - BOTTOM,
        "autosize": {"type": "none"},
        "padding": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "data": {"values": rows},
        "encoding": {"x": _months(months)},
        "layer": [*([_band(months, band)] if band else []), *layers],
    }


def _months(months: Months) -> dict[str, Any]:
    first, last = months[0], months[-1]
    named = [first, months[len(months) // 2], last] if len(months) > 4 else list(months)
    sides = {
        "value": "center",
        "condition": [
            {"test": f"datum.value == '{first}'", "value": "left"},
            {"test": f"datum.value == '{last}'", "value": "right"},
        ],
    }
    axis = AXIS | {"grid": False, "values": named, "labelAngle": 0, "labelAlign": sides}
    return {"field": "m", "type": "ordinal", "scale": {"type": "point", "padding": 0}, "axis": axis}


def _line(*, are_counts: bool) -> dict[str, Any]:
    mark = {
        "type": "line",
        "color": "var(--c-line)",
        "strokeWidth": 2,
        "strokeJoin": "round",
        "strokeCap": "round",
        "invalid": "break-paths-show-domains",
    }
    axis = AXIS | {"tickCount": 5, "format": "~f"} | ({"tickMinStep": 1} if are_counts else {})
    return {"mark": mark, "encoding": {"y": {"field": "y", "type": "quantitative", "axis": axis}}}


def _dot(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [row]},
        "mark": DOT,
        "encoding": {"y": {"field": "y", "type": "quantitative"}},
    }


def _dots(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Mark each month that is shown, so that one between two gaps is seen."""
    return _dot({}) | {"data": {"values": rows}, "mark": DOT | {"size": 14}}


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    mark = {
        "type": "text",
        "align": "left",
        "dx": 9,
        "fontSize": 14,
        "fontWeight": 620,
        "color": "var(--ink)",
    }
    text = {"field": "y", "type": "quantitative", "format": "~f"}
    return {
        "data": {"values": [row]},
        "mark": mark,
        "encoding": {"y": {"field": "y", "type": "quantitative"}, "text": text},
    }


def _band(months: Months, band: Band) -> dict[str, Any]:
    rows = [{"m": month, "low": band[0], "high": band[1]} for month in (months[0], months[-1])]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": "var(--c-band)", "opacity": 1},
        "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }
