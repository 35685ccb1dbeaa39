"""Counted reports as rows for a spreadsheet, for who may open each of them."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from reports.queries.counted import Counted, Heat, Line

Rows = list[tuple[object, ...]]


def rows_of_counted(counted: Counted) -> Rows:
    """Give the tables of counted reports. The list of customers is none: names go into no file."""
    rows: Rows = [(_("Table"), _("What"), _("Figure"), _("Note"))]
    if counted.is_everywhere:
        held = counted.as_of
        time = f"{timezone.localtime(held):%Y-%m-%d %H:%M}" if held else _("not counted yet")
        rows.append((_("Counted until"), "", time, None))
    if counted.left_out:
        rows.append((_("Not to be read yet, in months alone"), "", counted.left_out, None))
    return [
        *rows,
        *_lines(_("Per month"), counted.months),
        *_lines(_("By product"), counted.products),
        *_lines(_("What customers did"), counted.behaviours),
        *_lines(_("By channel"), counted.channels),
        *_hours(counted.heat),
    ]


def _lines(title: str, lines: Iterable[Line]) -> Rows:
    return [
        (title, f"{line.month:%Y-%m}" if line.month else line.label, line.reports, line.beside)
        for line in lines
    ]


def _hours(heat: Heat) -> Rows:
    title = _("Reports by weekday and hour")
    return [
        (title, f"{WEEKDAYS[weekday]} {start:02}-{end:02}", reports, None)
        for weekday, row in enumerate(heat.rows)
        for (start, end), (reports, _depth) in zip(heat.bands, row, strict=True)
    ]
