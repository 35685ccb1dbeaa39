"""When in the week it happens, in bands of hours wide enough to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.disclosure.cells import SMALLEST_GROUP, Cell, fives, merged
from reports.disclosure.table import withheld

WEEKDAYS = 7
BAND_WIDTHS = (1, 2, 3, 4, 6, 8, 12, 24)
SHOWN_SHARE = 0.8


@dataclass(frozen=True)
class HeatMap:
    """Reports per weekday (0 is Monday) and band of `width` hours; None is withheld.

    Counts are rounded to five: twelve months move on by one each time a report is published, and
    the difference between two exact ones would give a single month's few reports away. No margins
    are published.
    """

    width: int
    starts: tuple[int, ...]
    rows: tuple[tuple[int | None, ...], ...]


def heat_map(cells: Mapping[tuple[int, int], Cell], smallest: int = SMALLEST_GROUP) -> HeatMap:
    """Choose the narrowest bands of hours of which most can be shown, and withhold the rest."""
    for width in BAND_WIDTHS:
        banded = _banded(cells, width)
        hidden = withheld(banded, smallest)
        filled = sum(1 for cell in banded.values() if cell)
        if len([key for key in hidden if banded[key]]) <= (1 - SHOWN_SHARE) * filled:
            break
    bands = sorted({start for (_, start), cell in banded.items() if cell})
    starts = tuple(range(bands[0], bands[-1] + 1, width)) if bands else ()
    rows = tuple(
        tuple(
            None if (day, start) in hidden else fives(sum(banded[day, start].values()))
            for start in starts
        )
        for day in range(WEEKDAYS)
    )
    return HeatMap(width, starts, rows)


def _banded(cells: Mapping[tuple[int, int], Cell], width: int) -> dict[tuple[int, int], Cell]:
    parts: dict[tuple[int, int], list[Cell]] = {
        (day, start): [] for day in range(WEEKDAYS) for start in range(0, 24, width)
    }
    for (day, hour), cell in cells.items():
        parts[day, hour - hour % width].append(cell)
    return {key: merged(found) for key, found in parts.items()}
