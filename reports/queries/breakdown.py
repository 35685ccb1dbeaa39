"""The month's counts as tables in words: for the page and for those who drill."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.codes import WordList
from incidents.models import Product
from incidents.queries import words

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


def told(count: int | None) -> object:
    """Give a count, or the words for one that is withheld."""
    return _("not shown") if count is None else count


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
