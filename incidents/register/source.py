"""From the bytes of a file to its records, line by line and never the whole file at once."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from incidents.register.columns import count_recognised

DELIMITERS = (";", ",", "\t", "|")
CHUNK_BYTES = 1 << 16
RECORD_LINES = 2_000  # a longer record is a quotation mark that nobody closed
RECORD_CHARACTERS = 100_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")


def _windows_letter(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="replace")


# Bytes the encoding cannot explain arrive as lone surrogates; PostgreSQL stores no NUL.
REPAIRS = {0xDC00 + byte: _windows_letter(byte) for byte in range(0x80, 0x100)} | {0: None}


class NotATable(Exception):
    """The file cannot be read as a register at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is written down."""

    encoding: str
    delimiter: str
    has_separator_line: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a spreadsheet shows it; `is_broken` when a quotation mark never closes."""

    row: int
    cells: list[str]
    is_broken: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def detect_encoding(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, or Windows-1252."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(NOT_TEXT):
        message = "This is not a text file. Save the sheet as CSV and import that."
        raise NotATable(message)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    good, bad = _count_beyond_ascii(path)
    return "utf-8" if good >= bad else "cp1252"


def _count_beyond_ascii(path: Path) -> tuple[int, int]:
    """How many letters beyond ASCII read well as UTF-8, and how many bytes do not."""
    good = bad = 0
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if chunk.isascii():
                continue
            beyond = [letter for letter in chunk if letter > "\x7f"]
            escaped = sum("\udc80" <= letter <= "\udcff" for letter in beyond)
            good, bad = good + len(beyond) - escaped, bad + escaped
    return good, bad


def read_lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines with their own endings; single bytes of another encoding are read as Windows."""
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        for line in stream:
            yield line.translate(REPAIRS)


def detect_layout(path: Path) -> Layout:
    """Encoding first, then the delimiter under which most headings are recognised."""
    encoding = detect_encoding(path)
    head = list(islice(read_lines(path, encoding), 50))
    if head and (announced := _announced_delimiter(head[0])):
        return Layout(encoding, announced, has_separator_line=True)

    def score(delimiter: str) -> tuple[int, int, int]:
        filled = [record.cells for record in _parse(head, delimiter) if not record.is_blank]
        headings = filled[0] if filled else []
        alike = sum(len(cells) == len(headings) > 1 for cells in filled)
        return count_recognised(headings), alike, len(headings)

    return Layout(encoding, max(DELIMITERS, key=score))


def _announced_delimiter(line: str) -> str | None:
    """The `sep=;` by which a spreadsheet is told; it shows no row for it."""
    name, _, rest = line.strip().strip('"').partition("=")
    if name.strip().lower() != "sep":
        return None
    return next((mark for mark in DELIMITERS if mark == rest or mark == rest.strip()), None)


def read_records(path: Path, layout: Layout) -> Iterator[Record]:
    """Every row with its number; blank rows are counted, since a spreadsheet shows them."""
    lines = read_lines(path, layout.encoding)
    if layout.has_separator_line:
        next(lines, None)
    return _parse(lines, layout.delimiter)


class _Unclosed(Exception):
    pass


class _Feed:
    """Gives lines to the parser and remembers those of the record it is working on."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self._size = 0
        self.taken: list[str] = []

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        self._size += len(line)
        if len(self.taken) > RECORD_LINES or self._size > RECORD_CHARACTERS:
            raise _Unclosed
        return line

    def is_unclosed(self) -> bool:
        """Within a record quotation marks come in pairs; across lines an odd one is a slip."""
        return len(self.taken) > 1 and sum(line.count('"') for line in self.taken) % 2 == 1

    def begin(self) -> None:
        self.taken, self._size = [], 0

    def keep_first(self) -> str:
        """Hand back all but the first line of a record that never closes."""
        first, *rest = self.taken
        self._returned.extendleft(reversed(rest))
        return first


def _parse(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    row = 0
    while True:
        feed.begin()
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_Unclosed, csv.Error):
            yield Record(row, [feed.keep_first()], is_broken=True)
            continue
        if feed.is_unclosed():
            yield Record(row, [feed.keep_first()], is_broken=True)
            continue
        yield Record(row, cells)
