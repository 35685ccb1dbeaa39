"""Small workbooks for tests, as a spreadsheet writes them."""

from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    """Give rows as XLSX: texts shared, numbers as they are."""
    shared: list[str] = []
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            _cell(f"{chr(65 + place)}{number}", value, shared) for place, value in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    out = BytesIO()
    with ZipFile(out, "w") as book:
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        )
        book.writestr("xl/sharedStrings.xml", f"<sst {space}>{texts}</sst>")
    return out.getvalue()


def _cell(place: str, value: object, shared: list[str]) -> str:
    if isinstance(value, str):
        shared.append(value)
        return f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
    return "" if value is None else f'<c r="{place}"><v>{value}</v></c>'
