"""What is wrong with a row or a file, in the words of who reads it; one list for all ways in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.exposure.lines import BadLine, Fault

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: "dict[Fault, _StrPromise]" = {
    Fault.NOT_A_TABLE: _("This is not a table of contacts. Save the sheet as CSV or XLSX."),
    Fault.TOO_LARGE: _("This file is too large: 10 MB at most."),
    Fault.TOO_MANY: _("These are too many lines: 100,000 at most at a time."),
    Fault.MISSING_COLUMNS: _("These columns are missing: %(value)s."),
    Fault.BROKEN: _("A quotation mark is never closed."),
    Fault.NO_DAY: _("There is no day."),
    Fault.BAD_DAY: _("This is no day: %(value)s. Write 2026-11-30 or 30-11-2026."),
    Fault.FUTURE_DAY: _("This day is still to come: %(value)s."),
    Fault.BAD_MONTH: _("This is no month: %(value)s. Write 2026-11."),
    Fault.FUTURE_MONTH: _("This month is still to come: %(value)s."),
    Fault.NO_TEAM: _("No team is named."),
    Fault.UNKNOWN_TEAM: _("There is no team with this name: %(value)s."),
    Fault.UNCLEAR_TEAM: _("More than one team has this name: %(value)s."),
    Fault.UNKNOWN_PRODUCT: _("There is no product with this name: %(value)s."),
    Fault.UNKNOWN_CHANNEL: _("There is no channel with this name: %(value)s."),
    Fault.NO_CUSTOMER: _("No customer is named."),
    Fault.UNKNOWN_CUSTOMER: _("There is no customer with this number."),
    Fault.NO_NUMBER: _("There is no number of contacts. Write 0 when there were none."),
    Fault.BAD_NUMBER: _("This is no whole number: %(value)s."),
    Fault.NEGATIVE: _("A number of contacts is never below 0: %(value)s."),
    Fault.TOO_HIGH: _("This number is too high: %(value)s."),
    Fault.DOUBLED: _("Line %(value)s says this already."),
}
COLUMN_WORDS: "dict[str, _StrPromise]" = {
    "day": pgettext_lazy("column", "day"),
    "month": pgettext_lazy("column", "month"),
    "team": pgettext_lazy("column", "team"),
    "customer": pgettext_lazy("column", "customer"),
    "contacts": pgettext_lazy("column", "contacts"),
}


def sentence(bad: BadLine) -> str:
    """Say what is wrong with a row."""
    return str(SENTENCES[bad.fault]) % {"value": bad.value or _now("(nothing)")}


def sheet_sentence(fault: Fault, missing: Sequence[str] = ()) -> str:
    """Say why a whole file cannot be used."""
    names = ", ".join(str(COLUMN_WORDS[name]) for name in missing)
    return str(SENTENCES[fault]) % {"value": names}
