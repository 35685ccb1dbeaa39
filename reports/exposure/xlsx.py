"""The cells of the first sheet of a workbook. No formula runs, nothing outside is fetched."""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

UNPACKED_MOST = 200_000_000
HEAD = 1 << 12
COLUMNS_MOST = 100
_PLACE = re.compile(r"([A-Z]{1,3})\d+")


class NotAWorkbook(Exception):
    """The bytes are no workbook that can be read."""


def read_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the cells of every row of the first sheet."""
    try:
        with ZipFile(BytesIO(data)) as book:
            shared = list(_shared_texts(book))
            yield from _rows(book, _first_sheet(book), shared)
    # The library says RuntimeError of what is locked with a password or packed in a way it cannot.
    except (BadZipFile, KeyError, ParseError, ValueError, EOFError, RuntimeError) as error:
        raise NotAWorkbook from error


def _first_sheet(book: ZipFile) -> str:
    sheets = [name for name in book.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    if not sheets:
        raise NotAWorkbook
    return min(sheets, key=lambda name: (len(name), name))


def _elements(book: ZipFile, name: str, wanted: str) -> Iterator[Element]:
    """Give every element of a kind and forget it; refuses what unpacks to too much, and DTDs."""
    if book.getinfo(name).file_size > UNPACKED_MOST:
        raise NotAWorkbook
    with book.open(name) as stream:
        if b"<!DOCTYPE" in stream.read(HEAD):
            raise NotAWorkbook
    with book.open(name) as stream:
        for _event, element in iterparse(stream):  # noqa: S314 - no DTD, limited size
            if _name(element) == wanted:
                yield element
                element.clear()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if _name(part) == "t")


def _shared_texts(book: ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        yield from (_text(element) for element in _elements(book, "xl/sharedStrings.xml", "si"))


def _rows(book: ZipFile, sheet: str, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in _elements(book, sheet, "row"):
        number = int(row.get("r", number + 1))
        cells: list[str] = []
        for cell in row:
            place = _column(cell.get("r", ""), len(cells))
            if place < COLUMNS_MOST:
                cells += [""] * (place - len(cells))
                cells.append(_value(cell, shared))
        yield number, cells


def _column(reference: str, following: int) -> int:
    match = _PLACE.fullmatch(reference)
    if match is None:
        return following
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return max(number - 1, following)


def _value(cell: Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    text = next((part.text or "" for part in cell if _name(part) == "v"), "")
    if kind == "s":
        place = int(text or -1)
        if not 0 <= place < len(shared):
            raise NotAWorkbook
        return shared[place]
    return text
