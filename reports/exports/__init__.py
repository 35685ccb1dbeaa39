"""Figures as rows of a table for a spreadsheet; texts in it can never run as a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No moment of making: the same figures are the same bytes.
_MADE = {"created": dt.datetime(2000, 1, 1)}  # noqa: DTZ001 - the format knows no zone
_WIDTH = 28

Rows = Iterable[Iterable[object]]


def table(rows: Rows) -> str:
    """Return rows as CSV with a mark that makes spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return "\ufeff" + out.getvalue()


def workbook(rows: Rows) -> bytes:
    """Return rows as a workbook of one sheet; the first row is its heading and stays in sight."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(_MADE)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.set_column(0, 0, _WIDTH)
    sheet.freeze_panes(1, 0)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            _write(sheet, y, x, value, None if y else bold)
    book.close()
    return out.getvalue()


def _write(sheet: Any, y: int, x: int, value: object, style: Any) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(y, x, value, style)
    else:
        sheet.write_string(y, x, str(value), style)


def table_answer(request: HttpRequest, rows: Rows, name: str) -> HttpResponse:
    """Answer with the rows as a file to keep: a workbook when `?as=xlsx` asks for it, else CSV."""
    is_book = request.GET.get("as") == "xlsx"
    body: str | bytes = workbook(rows) if is_book else table(rows)
    answer = HttpResponse(body, content_type=XLSX if is_book else CSV)
    kind = "xlsx" if is_book else "csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def harmless(value: object) -> object:
    """Put a quote before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
