"""What stands out in the tables of a quarter: when, by what cause, through which channel.

Worked out from the numbers those tables show, never from what lies under them, so that a sentence
tells nothing the tables did not.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from reports.patterns import Judged, judge_channels, judge_table

Figures = dict[str, Any]
Contacts = dict[tuple[int, int], int]
MOST = 3
UNKNOWN = float("nan")


def standing_out(
    heat: Figures, causes: Sequence[Figures], channels: Sequence[Figures], contacts: Contacts
) -> list[Figures]:
    """Give the moments, pairs of cause and product, and channels that lead to more than expected.

    `channels` are the shown counts per month, `contacts` those by month (from 0) and channel. Each
    row has its `kind`, the number of `reports` as shown, and how many `times` as many as expected.
    """
    return [*_moments(heat), *_pairs(causes), *_channels(channels, contacts)]


def _moments(heat: Figures) -> list[Figures]:
    """Give stretches of a weekday, bands that touch taken together."""
    rows = [[_number(cell["reports"]) for cell in row] for row in heat["rows"]]
    if len(heat["bands"]) < 2:
        return []
    judged = judge_table(rows)
    columns = len(heat["bands"])
    found: list[Figures] = []
    for i in sorted(judged.order):
        weekday, band = divmod(int(i), columns)
        start, end = heat["bands"][band]
        now = {"weekday": weekday, "start": start, "end": end} | _weights(judged, i)
        before = found[-1] if found else None
        if before and (before["weekday"], before["end"]) == (weekday, start):
            found[-1] = _together(before, now)
        else:
            found.append(now)
    return _told("week", found)


def _pairs(causes: Sequence[Figures]) -> list[Figures]:
    triggers = sorted({named["trigger"] for row in causes for named in row["named"]})
    if len(triggers) < 2 or len(causes) < 2:
        return []
    counts = [{named["trigger"]: named["reports"] for named in row["named"]} for row in causes]
    judged = judge_table([[_number(row.get(key)) for key in triggers] for row in counts])
    found = []
    for i in judged.order:
        row, column = divmod(int(i), len(triggers))
        pair = {"product": causes[row]["name"], "trigger": triggers[column]}
        found.append(pair | _weights(judged, i))
    return _told("cause", found)


def _channels(months: Sequence[Figures], contacts: Contacts) -> list[Figures]:
    """Compare channels by their contacts, in months that have all of these and show the reports."""
    shown = {
        (month, row["number"]): row["reports"]
        for month, figures in enumerate(months)
        if not figures.get("month", {}).get("has_contact_gap")
        for row in figures.get("channels") or []
    }
    keys = sorted(key for key in contacts if contacts[key] and shown.get(key) is not None)
    numbers = sorted({number for _month, number in keys})
    if len(numbers) < 2:
        return []
    judged = judge_channels(
        np.array([month for month, _number in keys], np.int64),
        np.array([numbers.index(number) for _month, number in keys], np.int64),
        [shown[key] for key in keys],
        [contacts[key] for key in keys],
    )
    found = [{"number": numbers[i]} | _weights(judged, i) for i in judged.order]
    return _told("channel", found)


def _number(count: int | None) -> float:
    return UNKNOWN if count is None else float(count)


def _weights(judged: Judged, i: int) -> Figures:
    times = float(judged.known.geometric_mean[i])
    return {
        "reports": int(judged.reports[i]),
        "expected": float(judged.expected[i]),
        "times": times,
    }


def _together(before: Figures, now: Figures) -> Figures:
    expected = before["expected"] + now["expected"]
    times = before["times"] * before["expected"] + now["times"] * now["expected"]
    return before | {
        "end": now["end"],
        "reports": before["reports"] + now["reports"],
        "expected": expected,
        "times": times / expected,
    }


def _told(kind: str, found: Iterable[Figures]) -> list[Figures]:
    """Keep the largest excesses; `times` to one decimal."""
    most = sorted(found, key=lambda row: row["expected"] - row["reports"])[:MOST]
    return [
        {name: value for name, value in row.items() if name != "expected"}
        | {"kind": kind, "times": round(row["times"], 1)}
        for row in most
    ]
