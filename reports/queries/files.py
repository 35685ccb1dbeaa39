"""Pages as files: every figure of their tables as a row, withheld and rounded as it is there."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from reports.queries.breakdown import (
    CountTable,
    tables_of,
    tables_of_longer,
    team_label,
    told,
)
from reports.queries.causes import causes_told, pairs_of, trigger_words
from reports.queries.longer import Longer

Figures = dict[str, Any]
Row = tuple[object, ...]


def rows_of(figures: Figures, month: dt.date) -> list[Row]:
    """Return everything the page of a month counts."""
    own = figures["month"]
    rows = [_head()]
    if not own["is_shown"]:
        return [*rows, (_("Month"), f"{month:%Y-%m}", told(None))]
    return [
        *rows,
        *_months(figures["series"], has_rates=figures.get("has_rates", False)),
        (_("How far it went"), _("Threatening or physical"), told(own["serious"])),
        *_counted(tables_of(figures, month, drills=False)),
        *((_("By team"), team_label(team), told(team["reports"])) for team in figures["teams"]),
        *cause_rows(causes_told(figures)),
        *_hours(figures["heat"]),
        *_product_months(figures),
        *_funnel(figures),
    ]


def rows_of_longer(longer: Longer) -> list[Row]:
    """Return the same of a quarter or a year."""
    whole, figures = longer.own, longer.report.figures
    rows = [_head(), *_months(longer.months, has_rates=True)]
    rows.append((_("Whole period"), "", told(whole.get("reports"))))
    if not whole["is_shown"]:
        return rows
    rows += [
        (_("People who reported"), _("Whole period"), whole["people"]),
        (_("How far it went"), _("Threatening or physical"), told(whole["serious"])),
        *_counted(tables_of_longer(whole)),
        *(_hours(whole["heat"]) if whole.get("heat") else ()),
        *cause_rows(causes_told(whole)),
    ]
    if whole.get("is_small"):
        return rows
    return [*rows, *_right(longer), *_product_months(figures), *_funnel(figures)]


def cause_rows(causes: list[Figures]) -> list[Row]:
    """Give the causes by product as rows, the most frequent first, others together last."""
    title, others = _("What sets it off"), _("Other causes together")
    named = trigger_words(pairs_of(causes))
    rows = [
        (title, f"{row['trigger']} · {row['product']}", most_of(row["reports"])) for row in named
    ]
    left = [(title, f"{others} · {row['name']}", row["others"]) for row in causes if row["others"]]
    return [*rows, *left]


def most_of(count: int | None) -> object:
    """Give how many reports have a cause, or the words where it is nearly all of a product."""
    return _("nearly all") if count is None else count


def _head() -> Row:
    return (_("Table"), _("What"), _("Figure"))


def _months(series: Iterable[Figures], *, has_rates: bool) -> Iterable[Row]:
    """Give reports and people of each month that is shown, and its rate or why it has none."""
    rate = _("Reports per 10,000 contacts")
    for point in series:
        yield _("Month"), point["month"], told(point["reports"])
        if point["reports"] is not None:
            yield _("People who reported"), point["month"], point["people"]
            if has_rates:
                yield rate, point["month"], _rate_or_why(point)


def _rate_or_why(point: Figures) -> object:
    if point.get("rate") is not None:
        return rounded(point["rate"])
    return _("gap in contacts") if point.get("has_contact_gap") else _("no contact numbers")


def rounded(rate: float) -> float:
    """Round a rate to one decimal, as pages do: half goes up."""
    return float(Decimal(repr(rate)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _right(longer: Longer) -> Iterable[Row]:
    """Give how often the complaint was right, and of about how many judged."""
    for month, share in longer.right:
        yield _("Complaint was right, of 10"), month, share["tenths"] if share else told(None)
        if share:
            yield _("Of about so many judged"), month, share["of"]


def _counted(tables: Iterable[CountTable]) -> Iterable[Row]:
    return (
        (table.title, line.label, told(line.reports)) for table in tables for line in table.lines
    )


def _funnel(figures: Figures) -> Iterable[Row]:
    against = {
        "far_more": _("more than chance allows"),
        "far_fewer": _("fewer than chance allows"),
        "more": _("perhaps more"),
        "fewer": _("perhaps fewer"),
    }
    for point in (figures.get("funnel") or {}).get("points", []):
        name = point["name"]
        yield _("Beside contacts: reports"), name, point["reports"]
        yield _("Beside contacts: contacts"), name, point["contacts"]
        yield _("Beside contacts: reports per 10,000"), name, rounded(point["rate"])
        yield _("Against the mean"), name, against.get(point["side"], _("as usual"))


def _hours(heat: Figures) -> Iterable[Row]:
    title = _("By weekday and hour, rounded to five")
    for weekday, row in enumerate(heat["rows"], start=1):
        for (start, end), cell in zip(heat["bands"], row, strict=True):
            yield title, f"{weekday} {start:02}-{end:02}", told(cell["reports"])


def _product_months(figures: Figures) -> Iterable[Row]:
    title = _("By product, last twelve months")
    for line in figures.get("lines", []):
        for month, count in zip(figures["line_months"], line["values"], strict=True):
            yield title, f"{line['name']} {month}", told(count)
