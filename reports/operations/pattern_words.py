"""A finding of the engine as a sentence, in plain words and with rounded numbers."""

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.patterns.findings import SHARE, Finding

EXACT_FROM = 3


def sentence(found: Finding) -> str:
    """Say what was found. Never "significant", never a p-value."""
    return WORDS[found.kind](found)


def two_digits(value: float) -> str:
    """Write a ratio with two digits: 2.3, 0.34, 12."""
    rounded = float(f"{value:.2g}")
    decimals = 0 if rounded >= 10 else 1 if rounded >= 1 else 2
    return number_format(round(rounded, decimals), decimals)


def expected_number(value: float) -> str:
    """Write an expected number: whole from 3 up, else with one decimal."""
    return number_format(round(value, 1), 1) if value < EXACT_FROM else number_format(round(value))


def _more(found: Finding) -> str:
    if found.low <= 1:
        return _("Not clearly different from the rest (%(low)sx to %(high)sx).") % _values(found)
    return _(
        "%(times)sx more than expected (between %(low)sx and %(high)sx), %(seen)s reports "
        "against %(expected)s expected, given %(contacts)s contacts."
    ) % _values(found)


def _rising(found: Finding) -> str:
    said = ngettext(
        "Rising in the last week: %(seen)s reports against %(expected)s expected. "
        "About one such alarm a month is chance.",
        "Rising for the last %(weeks)s weeks: %(seen)s reports against %(expected)s expected. "
        "About one such alarm a month is chance.",
        found.weeks_back or 1,
    ) % _values(found)
    if found.basis != SHARE:
        return said
    return " ".join([said, _("No contact numbers: changes only, as a share of all reports.")])


def _customer(found: Finding) -> str:
    if found.reporters is None:
        return _(
            "%(seen)s reports in %(contacts)s contacts, %(expected)s expected. %(ahead)s"
        ) % _values(found)
    return _(
        "%(seen)s reports in %(contacts)s contacts, %(expected)s expected, "
        "by %(reporters)s colleagues. %(ahead)s"
    ) % _values(found)


def _quiet(found: Finding) -> str:
    return _(
        "Team logs %(times)sx of what its contacts suggest (%(seen)s against %(expected)s "
        "expected): perhaps calm, perhaps not logged."
    ) % _values(found)


def _ahead(found: Finding) -> str:
    if found.ahead is None:
        return ""
    return _(
        "Without change expect %(expected)s reports in the next 90 days "
        "(chance of at least one: %(chance)s %%)."
    ) % {
        "expected": number_format(round(found.ahead.expected, 1), 1),
        "chance": round(100 * found.ahead.chance),
    }


def _values(found: Finding) -> dict[str, str]:
    return {
        "times": two_digits(found.times),
        "low": two_digits(found.low),
        "high": two_digits(found.high),
        "seen": number_format(found.observed),
        "expected": expected_number(found.expected),
        "contacts": number_format(found.contacts or 0),
        "reporters": number_format(found.reporters or 0),
        "weeks": number_format(found.weeks_back or 1),
        "ahead": _ahead(found),
    }


WORDS: dict[str, Callable[[Finding], str]] = {
    "product": _more,
    "team": _more,
    "team_quiet": _quiet,
    "customer": _customer,
    "customer_outlook": _customer,
    "alarm": _rising,
}
