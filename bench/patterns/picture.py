"""One picture of the run: each rule's names found and right, and alarms that were false."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vl_convert

from bench.patterns.marks import Marks
from bench.patterns.table import ALARM_RULES, CALLED, RULES, seen

VEGA_LITE = "6.4"
SIDE = 260


def draw(rows: Sequence[Marks], path: Path) -> None:
    """Write the picture as SVG."""
    panels = [
        _panel(rows, "products", RULES, ("recall", "planted found"), ("precision", "names right")),
        _panel(rows, "customers", RULES, ("recall", "planted found"), ("precision", "names right")),
        _panel(
            rows,
            "weekly",
            ALARM_RULES,
            ("false", "false alarms a week"),
            ("spikes", "spikes found"),
        ),
    ]
    spec = {"hconcat": panels, "spacing": 40, "background": "white"}
    path.write_text(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))


def _panel(
    rows: Sequence[Marks],
    kind: str,
    rules: Sequence[str],
    across: tuple[str, str],
    up: tuple[str, str],
) -> dict[str, Any]:
    points = [_point(rows, kind, rule, across[0], up[0]) for rule in rules]
    top = max(1.0, *(point["x"] for point in points))
    x = {"field": "x", "type": "quantitative", "title": across[1], "scale": {"domain": [0, top]}}
    y = {"field": "y", "type": "quantitative", "title": up[1], "scale": {"domain": [0, 1]}}
    range_y = {"y": y | {"field": "low"}, "y2": {"field": "high"}}
    colour = {"condition": {"test": "datum.rule == 'engine'", "value": "#0b6e6e"}, "value": "#777"}
    return {
        "title": kind,
        "width": SIDE,
        "height": SIDE,
        "data": {"values": points},
        "encoding": {"x": x, "color": colour},
        "layer": [
            {"mark": "rule", "encoding": range_y},
            {"mark": {"type": "point", "filled": True, "size": 70}, "encoding": {"y": y}},
            {
                "mark": {"type": "text", "dx": 9, "align": "left"},
                "encoding": {"y": y, "text": {"field": "rule"}},
            },
        ],
    }


def _point(rows: Sequence[Marks], kind: str, rule: str, across: str, up: str) -> dict[str, Any]:
    x, y = seen(rows, f"{kind} {rule} {across}"), seen(rows, f"{kind} {rule} {up}")
    return {
        "rule": CALLED[rule],
        "x": round(x.mean, 3),
        "y": round(y.mean, 3),
        "low": round(y.mean - y.error, 3),
        "high": round(y.mean + y.error, 3),
    }
