"""A file of contact numbers, CSV or XLSX, to its rows; the headings say which kind it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from incidents.register.moments import DateHabit
from incidents.register.source import NotATable, Record, detect_layout, read_records
from incidents.register.text import fold
from reports.exposure.lines import NEEDED, Fault, Kind, Row
from reports.exposure.xlsx import NotAWorkbook, read_workbook

SIZE_MOST = 10_000_000
ROWS_MOST = 100_000
WORKBOOK = b"PK\x03\x04"

HEADINGS = {
    "day": ("day", "date", "dag", "datum", "occurred on"),
    "month": ("month", "maand", "period", "periode", "day", "date", "dag", "datum"),
    "team": ("team", "teamnaam", "team name", "team id", "afdeling", "department", "ploeg"),
    "product": ("product", "product id", "product name", "dienst", "service", "product dienst"),
    "channel": ("channel", "kanaal", "via", "contactkanaal"),
    "customer": (
        "customer", "klant", "customer number", "klantnummer", "customer ref", "klantnr",
        "customer reference", "customer id", "klant id", "relatienummer",
    ),
    "contacts": (
        "contacts", "contacten", "contact moments", "contactmomenten", "number of contacts",
        "aantal contacten", "number", "count", "aantal", "n",
    ),
}  # fmt: skip


class SheetRefused(Exception):
    """The file as a whole cannot be used; `missing` names columns that are not there."""

    def __init__(self, fault: Fault, missing: Sequence[str] = ()) -> None:
        super().__init__(fault)
        self.fault, self.missing = fault, tuple(missing)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, and how its days are written."""

    kind: Kind
    rows: list[Row]
    is_month_first: bool = False


def read_sheet(data: bytes) -> Sheet:
    """Read a file; raises SheetRefused when it is no table with the columns of one kind."""
    if len(data) > SIZE_MOST:
        raise SheetRefused(Fault.TOO_LARGE)
    records = (record for record in _records(data) if not record.is_blank)
    try:
        header = next(records, None)
        if header is None:
            raise SheetRefused(Fault.NOT_A_TABLE)
        kind, places = _columns(header.cells)
        return _sheet(kind, places, records)
    except (NotATable, NotAWorkbook) as error:
        raise SheetRefused(Fault.NOT_A_TABLE) from error


def _records(data: bytes) -> Iterator[Record]:
    """Give the rows; the reader of registers knows encodings, delimiters and broken quotes."""
    if data.startswith(WORKBOOK):
        yield from (Record(number, cells) for number, cells in read_workbook(data))
        return
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        yield from read_records(path, detect_layout(path))


def _columns(headings: list[str]) -> tuple[Kind, dict[str, int]]:
    """Say what the file holds: a column for customers and none for teams is the one kind."""
    folded = [fold(heading) for heading in headings]
    found = {
        name: next((folded.index(one) for one in spellings if one in folded), None)
        for name, spellings in HEADINGS.items()
    }
    is_customers = found["customer"] is not None and found["team"] is None
    kind = Kind.CUSTOMERS if is_customers else Kind.CONTACTS
    missing = [name for name in NEEDED[kind] if found[name] is None]
    if len(missing) == len(NEEDED[kind]):
        raise SheetRefused(Fault.NOT_A_TABLE)
    if missing:
        raise SheetRefused(Fault.MISSING_COLUMNS, missing)
    return kind, {name: place for name, place in found.items() if place is not None}


def _sheet(kind: Kind, places: dict[str, int], records: Iterable[Record]) -> Sheet:
    habit, rows = DateHabit(), []
    for record in records:
        row = Row(
            record.row,
            {
                name: record.cells[place] if place < len(record.cells) else ""
                for name, place in places.items()
            },
            is_broken=record.is_broken,
        )
        habit.observe(row.cell("day"))
        rows.append(row)
        if len(rows) > ROWS_MOST:
            raise SheetRefused(Fault.TOO_MANY)
    return Sheet(kind, rows, habit.is_month_first)
