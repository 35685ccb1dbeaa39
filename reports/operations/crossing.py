"""Hours of the week, channels, triggers and behaviours by product, over six closed months."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from reports import queries
from reports.patterns import Judged, judge_channels, judge_table
from reports.periods import last_closed, months_until
from reports.queries.crossed import Table, behaviour_table, channel_table, trigger_table

Row = dict[str, Any]
MONTHS = 6
DAYS, HOURS = 7, 24


def crossed_findings(now: dt.datetime) -> list[Row]:
    """Give what stands out in each table, as rows to store; no page shows them as they are."""
    months = months_until(last_closed(queries.today(now)), MONTHS)
    first, last = months[0], months[-1]
    hours: Table = Table()
    for weekday, hour, _reporter, n in queries.hour_rows(first, last):
        hours[weekday, hour] += n
    return [
        *_table_rows("hour", hours, range(DAYS), range(HOURS)),
        *_table_rows("trigger_product", trigger_table(first, last)),
        *_table_rows("behaviour_product", behaviour_table(first, last)),
        *_channel_rows(first, last),
    ]


def _table_rows(
    kind: str, table: Table, rows: Sequence[int] = (), columns: Sequence[int] = ()
) -> list[Row]:
    if not table:
        return []
    rows = rows or sorted({row for row, _column in table})
    columns = columns or sorted({column for _row, column in table})
    counts = [[table[row, column] for column in columns] for row in rows]
    keys = [(row, column) for row in rows for column in columns]
    return _flagged(kind, judge_table(counts), keys)


def _channel_rows(first: dt.date, last: dt.date) -> list[Row]:
    reports, contacts = channel_table(first, last)
    channels = sorted({channel for _month, channel in contacts})
    if not channels:
        return []
    keys = sorted(contacts)
    month = np.array([month for month, _channel in keys], np.int64)
    channel = np.array([channels.index(channel) for _month, channel in keys], np.int64)
    n, e = [reports[key] for key in keys], [contacts[key] for key in keys]
    judged = judge_channels(month, channel, n, e)
    return _flagged("channel", judged, [(number,) for number in channels])


def _flagged(kind: str, judged: Judged, keys: Sequence[tuple[int, ...]]) -> list[Row]:
    order = judged.order
    known = judged.known.take(order)
    ranges = zip(known.geometric_mean, known.quantile(0.05), known.quantile(0.95), strict=True)
    return [
        {
            "kind": kind,
            "entity": list(keys[i]),
            "observed": int(judged.reports[i]),
            "expected": float(f"{judged.expected[i]:.6g}"),
            **{
                name: float(f"{value:.6g}")
                for name, value in zip(("times", "low", "high"), each, strict=True)
            },
        }
        for i, each in zip(order, ranges, strict=True)
    ]
