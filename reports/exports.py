"""Figures as rows of a table for a spreadsheet; texts in it can never run as a formula."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV with a mark that makes spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return "\ufeff" + out.getvalue()


def table_answer(rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """Answer with the rows as a file to keep."""
    answer = HttpResponse(table(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def harmless(value: object) -> object:
    """Put a quote before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
