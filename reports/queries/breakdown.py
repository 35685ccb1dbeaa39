"""The month's counts as tables in words: for the page, for a spreadsheet, for those who drill."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.codes import WordList
from incidents.models import Product
from incidents.queries import words
from reports.queries.causes import causes_told, pairs_of, trigger_words

Figures = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A count and what it is of; `reports` is None where it is withheld."""

    label: str
    reports: int | None
    address: str = ""


@dataclass(frozen=True)
class CountTable:
    """One table of counts of a month."""

    title: str
    lines: list[Line] = field(default_factory=list)


def tables_of(figures: Figures, month: dt.date, *, drills: bool) -> list[CountTable]:
    """Return the month's counts; zeros stand for themselves and are left out.

    With `drills` a shown count carries the address of its list, for who may open that list.
    """
    base = f"{reverse('wellbeing:reports')}?month={month:%Y-%m}" if drills else ""
    tables = [
        CountTable(_("By product"), _products(figures, base)),
        CountTable(_("By channel"), _channels(figures, base)),
        CountTable(_("By place"), _sites(figures, base)),
    ]
    return [table for table in tables if table.lines]


def tables_of_longer(whole: Figures) -> list[CountTable]:
    """Return the counts of a quarter or a year."""
    figures = {"month": whole, "channels": whole["channels"], "sites": whole["sites"]}
    teams = [Line(team_label(row), row["reports"]) for row in whole["teams"] if row["reports"] != 0]
    tables = [
        CountTable(_("By product"), _products(figures, "")),
        CountTable(_("By channel"), _channels(figures, "")),
        CountTable(_("By place"), _sites(figures, "")),
        CountTable(_("By team"), teams),
    ]
    return [table for table in tables if table.lines]


def rows_of(figures: Figures, month: dt.date) -> list[tuple[object, ...]]:
    """Return everything the page counts as rows for a spreadsheet, withheld where it is there."""
    own = figures["month"]
    rows: list[tuple[object, ...]] = [(_("Table"), _("What"), _("Reports"))]
    if not own["is_shown"]:
        return [*rows, (_("Month"), f"{month:%Y-%m}", told(None))]
    rows += [(_("Month"), point["month"], told(point["reports"])) for point in figures["series"]]
    rows.append((_("How far it went"), _("Threatening or physical"), told(own["serious"])))
    for table in tables_of(figures, month, drills=False):
        rows += [(table.title, line.label, told(line.reports)) for line in table.lines]
    rows += [(_("By team"), team_label(team), told(team["reports"])) for team in figures["teams"]]
    rows += cause_rows(causes_told(figures))
    return [*rows, *_hours(figures["heat"]), *_product_months(figures)]


def rows_of_longer(whole: Figures, months: Iterable[Figures]) -> list[tuple[object, ...]]:
    """Return the counts of a quarter or a year as rows for a spreadsheet."""
    rows: list[tuple[object, ...]] = [(_("Table"), _("What"), _("Reports"))]
    rows += [(_("Month"), month["month"], told(month["reports"])) for month in months]
    rows.append((_("Whole period"), "", told(whole.get("reports"))))
    if not whole["is_shown"]:
        return rows
    rows.append((_("People who reported"), "", whole["people"]))
    rows.append((_("How far it went"), _("Threatening or physical"), told(whole["serious"])))
    for table in tables_of_longer(whole):
        rows += [(table.title, line.label, told(line.reports)) for line in table.lines]
    if whole.get("heat"):
        rows += _hours(whole["heat"])
    return [*rows, *cause_rows(causes_told(whole))]


def told(count: int | None) -> object:
    """Give a count, or the words for one that is withheld."""
    return _("not shown") if count is None else count


def cause_rows(causes: list[Figures]) -> list[tuple[object, ...]]:
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


def _line(label: str, reports: int | None, base: str, query: str) -> Line:
    is_list = bool(base and query and reports)
    return Line(label, reports, f"{base}&{query}" if is_list else "")


def _products(figures: Figures, base: str) -> list[Line]:
    rows = [row for row in figures["month"].get("products", []) if row["reports"] != 0]
    rows.sort(key=lambda row: (row["name"] is None, row["name"] or ""))
    keys = dict(Product.objects.values_list("pk", "public_id")) if base else {}
    return [
        _line(
            row["name"] or _("Not about a product"),
            row["reports"],
            base,
            f"product={keys[row['id']]}" if row["id"] in keys else "",
        )
        for row in rows
    ]


def _channels(figures: Figures, base: str) -> list[Line]:
    counts = {row["number"]: row["reports"] for row in figures.get("channels", [])}
    return [
        _line(str(word.label), counts[word.number], base, f"channel={word.key}")
        for word in words(WordList.CHANNEL, with_hidden=True)
        if counts.get(word.number, 0) != 0
    ]


def _sites(figures: Figures, base: str) -> list[Line]:
    return [
        _line(
            row["name"] or _("No place"),
            row["reports"],
            base,
            f"site={row['id']}" if row["id"] else "",
        )
        for row in figures.get("sites", [])
        if row["reports"] != 0
    ]


def team_label(team: Figures) -> str:
    """Name a team, or those that are shown together."""
    if team["name"]:
        is_twin = team.get("is_twin") and team.get("above")
        return f"{team['name']} ({team['above']})" if is_twin else str(team["name"])
    words = {"n": team["joined"], "above": team.get("above"), "name": team.get("such_as")}
    if words["name"]:
        return _("%(n)s teams together, with %(name)s") % words
    if words["above"]:
        return _("%(n)s teams together in %(above)s") % words
    return _("%(n)s teams together") % words


def _hours(heat: Figures) -> Iterable[tuple[object, ...]]:
    title = _("By weekday and hour, rounded to five")
    for weekday, row in enumerate(heat["rows"], start=1):
        for (start, end), cell in zip(heat["bands"], row, strict=True):
            yield title, f"{weekday} {start:02}-{end:02}", told(cell["reports"])


def _product_months(figures: Figures) -> Iterable[tuple[object, ...]]:
    title = _("By product, last twelve months")
    for line in figures["lines"]:
        for month, count in zip(figures["line_months"], line["values"], strict=True):
            yield title, f"{line['name']} {month}", told(count)
