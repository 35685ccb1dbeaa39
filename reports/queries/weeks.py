"""When in the week it happened over a year: the weeks of its quarters added up."""

from collections.abc import Sequence
from typing import Any

from reports.charts.shades import shaded
from reports.disclosure.heat import BAND_WIDTHS, WEEKDAYS

Figures = dict[str, Any]


def week_of_year(quarters: Sequence[Figures]) -> Figures:
    """Add up what quarters told of weekdays and hours, in bands that all of them fit into.

    A band is withheld where one quarter withholds a part of it, so that nothing is told that no
    quarter told. Empty where a quarter told no week at all.
    """
    if not quarters or not all(heat.get("bands") for heat in quarters):
        return {}
    widths = {heat["width"] for heat in quarters}
    width = next(w for w in BAND_WIDTHS if all(w % narrow == 0 for narrow in widths))
    first = min(heat["bands"][0][0] for heat in quarters) // width * width
    last = max(heat["bands"][-1][0] for heat in quarters)
    starts = range(first, last + 1, width)
    parts = [_parts(heat) for heat in quarters]
    rows = [[_sum(parts, day, start, width) for start in starts] for day in range(WEEKDAYS)]
    return {
        "first": quarters[0]["first"],
        "last": quarters[-1]["last"],
        "width": width,
        "months": sum(heat["months"] for heat in quarters),
        "bands": [[start, start + width] for start in starts],
        "rows": shaded(rows),
    }


def _parts(heat: Figures) -> dict[tuple[int, int], int | None]:
    """Give a quarter's count by weekday and first hour; hours outside its bands had none."""
    return {
        (day, band[0]): cell["reports"]
        for day, row in enumerate(heat["rows"])
        for band, cell in zip(heat["bands"], row, strict=True)
    }


def _sum(
    parts: list[dict[tuple[int, int], int | None]], day: int, start: int, width: int
) -> int | None:
    counts = [told.get((day, hour), 0) for told in parts for hour in range(start, start + width)]
    return None if None in counts else sum(count or 0 for count in counts)
