"""The one place where a stored picture becomes markup."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.charts.allowed import ATTRIBUTES, TAGS
from reports.models import ReportWords
from reports.periods import Period

register = template.Library()
MONTH = re.compile(r"^(\d{4})-(\d{2})$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


@register.simple_tag
def drawing(node: Sequence[Any], label: str, title: str = "") -> SafeString:
    """Write a stored picture as SVG with its title, and a sentence for those who do not see it."""
    box = node[1]["viewBox"]
    named = format_html("<title>{}</title>", title) if title else ""
    return format_html(
        '<svg class="chart" viewBox="{}" role="img" aria-label="{}">{}<desc>{}</desc>{}</svg>',
        box,
        label,
        named,
        label,
        _all(node[2]),
    )


def _all(nodes: Sequence[Any]) -> SafeString:
    return format_html_join("", "{}", ((_written(node),) for node in nodes))


def _written(node: Sequence[Any]) -> SafeString:
    tag, attributes, content = node
    if tag not in TAGS:
        raise ValueError(tag)
    known = ((key, value) for key, value in attributes.items() if key in ATTRIBUTES)
    pairs = format_html_join("", ' {}="{}"', known)
    inner = _said(content) if isinstance(content, str) else _all(content)
    return format_html("<{}{}>{}</{}>", tag, pairs, inner, tag)


def _said(text: str) -> str:
    """Put a month or a number of a picture in the reader's language."""
    if found := MONTH.match(text):
        return formats.date_format(dt.date(int(found[1]), int(found[2]), 1), "MONTH_AND_YEAR")
    return plain(float(text)) if NUMBER.match(text) else text


@register.filter
def plain(number: float | None) -> str:
    """Write a number as the reader does, with the decimals it has and no more."""
    if number is None:
        return ""
    return str(formats.localize(int(number) if number == int(number) else number))


@register.filter
def as_month(text: str) -> dt.date:
    """Give the first day of a month stored as "2026-10"."""
    return dt.date.fromisoformat(f"{text}-01")


@register.filter
def as_day(text: str) -> dt.date:
    """Give the day stored as "2026-10-31"."""
    return dt.date.fromisoformat(text)


@register.filter
def quarter(day: dt.date) -> Period:
    """Give the calendar quarter a day lies in."""
    return Period.quarter(day)


@register.filter
def year(day: dt.date) -> Period:
    """Give the calendar year a day lies in."""
    return Period.year(day)


@register.filter
def period_name(text: str) -> str:
    """Name a quarter or a year stored as "2026-q3" or "2026"."""
    period = Period.named(text)
    if period.is_year:
        return text
    first = formats.date_format(period.first, "F")
    return _("%(first)s to %(last)s") % {
        "first": first[:1].upper() + first[1:],
        "last": formats.date_format(period.last, "F Y"),
    }


@register.filter
def weekday(number: int) -> str:
    """Name a day of the week in short, 0 being Monday."""
    return str(WEEKDAYS_ABBR[number])


@register.filter
def weekday_in_full(number: int) -> str:
    """Name a day of the week, 0 being Monday."""
    return str(WEEKDAYS[number])


@register.filter
def part_name(part: str) -> str:
    """Name a part of a report that HR may write about."""
    return str(ReportWords.Part(part).label)
