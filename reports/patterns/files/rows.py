"""Rows of a CSV file, plain or gzipped, and the ones that cannot be used, by line."""

import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO, BinaryIO, cast

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
YEARS = range(1970, 2101)  # a slip such as 0206 or 2206 would make centuries of empty weeks
GZIP = b"\x1f\x8b"
TELL_EVERY = 100_000

Tell = Callable[[str], None]


@dataclass(frozen=True)
class BadRow:
    """A line that cannot be used, and why; the heading is line 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class BadRows(Exception):
    """The files hold rows that cannot be used; nothing was worked out."""

    def __init__(self, rows: list[BadRow]) -> None:
        super().__init__("\n".join(str(row) for row in rows))
        self.rows = rows


class BadCell(Exception):
    """One cell cannot be used; says why."""


@dataclass
class Table:
    """One file with the columns it must have; bad rows are noted and the reading goes on."""

    path: Path
    columns: tuple[str, ...]
    tell: Tell
    optional: str = ""
    bad: list[BadRow] = field(default_factory=list)
    has_optional: bool = False
    line: int = 1

    def rows(self) -> Iterator[list[str]]:
        """Give the cells of each good row in the order of the columns."""
        try:
            with opened(self.path) as stream:
                yield from self._cells(stream)
        except UnicodeDecodeError as problem:
            self.line = _line_of_no_text(self.path)
            self.wrong(f"is not text in UTF-8 ({problem.reason})")
        except (csv.Error, EOFError, OSError, zlib.error) as problem:
            self.wrong(f"cannot be read ({problem})")

    def wrong(self, reason: str) -> None:
        """Note that the row of now is bad."""
        self.bad.append(BadRow(self.path.name, self.line, reason))

    def _cells(self, stream: IO[str]) -> Iterator[list[str]]:
        reader = csv.reader(stream)
        heading = [name.strip().lower() for name in next(reader, [])]
        self.has_optional = self.optional in heading
        wanted = (*self.columns, self.optional) if self.has_optional else self.columns
        problem = _heading_problem(heading, wanted)
        if problem:
            self.wrong(problem)
            return
        places = [heading.index(name) for name in wanted]
        begin = reader.line_num + 1
        for told, cells in enumerate(reader, start=1):
            # A row may go on over lines, in quotes; it is known by the one that it begins on.
            self.line, begin = begin, reader.line_num + 1
            if told % TELL_EVERY == 0:
                self.tell(f"{self.path.name}: {told:,} rows")
            if len(cells) == len(heading):
                yield [cells[place].strip() for place in places]
            elif cells:
                self.wrong(f"{len(cells)} cells where the heading has {len(heading)}")


def _heading_problem(heading: list[str], wanted: tuple[str, ...]) -> str:
    missing = [name for name in wanted if name not in heading]
    twice = [name for name in wanted if heading.count(name) > 1]
    if missing:
        hint = "; cells are separated by commas" if len(heading) == 1 else ""
        return f"no column named {', '.join(missing)}{hint}"
    return f"two columns named {', '.join(twice)}" if twice else ""


def _line_of_no_text(path: Path) -> int:
    """Find the line that is not UTF-8; the reader itself is chunks ahead of its rows."""
    with opened_bytes(path) as stream:
        for line, text in enumerate(stream, start=1):
            try:
                text.decode()
            except UnicodeDecodeError:
                return line
    return 1


def opened(path: Path) -> IO[str]:
    """Open a text file that may be gzipped, whatever it is called."""
    return TextIOWrapper(opened_bytes(path), encoding="utf-8-sig", newline="")


def opened_bytes(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        is_packed = stream.read(2) == GZIP
    return cast("BinaryIO", gzip.open(path, "rb")) if is_packed else path.open("rb")


def day_of(text: str, column: str) -> int:
    """Give a date as a day number."""
    if not DATE.fullmatch(text):
        raise BadCell(f"{column} is not a date like 2026-10-31: {text!r}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadCell(f"{column} is no day of the calendar: {text!r}") from None
    if day.year not in YEARS:
        raise BadCell(f"{column} is not between {YEARS[0]} and {YEARS[-1]}: {text!r}")
    return day.toordinal()


def number_of(text: str, column: str) -> int:
    """Give a whole number from 0 up."""
    if not NUMBER.fullmatch(text):
        raise BadCell(f"{column} is not a whole number from 0 up: {text!r}")
    return int(text)


def name_of(text: str, column: str) -> str:
    """Give a name that must be there."""
    if not text:
        raise BadCell(f"{column} is empty")
    return text
