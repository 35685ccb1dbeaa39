"""The first look through a whole file, and the reading that follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from incidents.register.columns import Columns, resolve
from incidents.register.moments import DateHabit
from incidents.register.rows import BadCell, Entry, Reading, read_row
from incidents.register.source import Layout, Record, detect_layout, read_records

EXAMPLES = {
    "date": "Date or Datum",
    "team": "Team",
    "reported_by": "Reported by or Gemeld door",
    "behaviour": "Behaviour or Gedrag",
}


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look found: how it is written, which columns, how many records."""

    path: Path
    layout: Layout
    columns: Columns
    header_row: int
    headings: tuple[str, ...]
    records: int
    habit: DateHabit

    @property
    def faults(self) -> list[BadCell]:
        """Columns without which nothing can be read, at the row of the headings."""
        found = ", ".join(heading for heading in self.headings if heading.strip())[:200]
        return [
            BadCell(self.header_row, name, found, f"a column {EXAMPLES[name]}, or --map")
            for name in self.columns.missing
        ]


def survey(path: Path, overrides: Mapping[str, str]) -> Survey:
    """Read the file once, remembering only how it is written."""
    layout = detect_layout(path)
    filled = (record for record in read_records(path, layout) if not record.is_blank)
    header = next(filled, Record(1, []))
    columns = resolve(header.cells, overrides)
    habit = DateHabit()
    records = 0
    for record in filled:
        records += 1
        habit.observe(columns.cell(record.cells, "date"))
    return Survey(
        path=path,
        layout=layout,
        columns=columns,
        header_row=header.row,
        headings=tuple(header.cells),
        records=records,
        habit=habit,
    )


def read_entries(
    found: Survey, *, zone: ZoneInfo, now: datetime, zones: Mapping[str, ZoneInfo] | None = None
) -> Iterator[Entry | list[BadCell]]:
    """Read the file once more: every record as an entry, or as the cells that are wrong."""
    if found.columns.missing:
        return
    reading = Reading(
        columns=found.columns,
        zone=zone,
        now=now,
        zones=zones or {},
        is_month_first=found.habit.is_month_first,
        has_only_midnights=found.habit.has_only_midnights,
    )
    for record in read_records(found.path, found.layout):
        if record.row > found.header_row and not record.is_blank:
            yield read_row(record, reading)
