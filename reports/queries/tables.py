"""The smaller tables as rows for a spreadsheet: no more, and no finer, than their pages show."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.queries.breakdown import team_label, told
from reports.queries.exposure import Number, Week
from reports.queries.places import PlaceTold, Shown

Figures = dict[str, Any]
Rows = list[tuple[object, ...]]
# As many decimals as the page has: a rate in full would tell the counts behind it.
DECIMALS = 2


def rows_of_made_good(figures: Figures | None, endings: dict[str, list[Figures]]) -> Rows:
    """Give what was given and kept in a quarter; only the heading where nothing was frozen."""
    rows: Rows = [(_("Table"), _("What"), _("Figure"))]
    if figures is None:
        return rows
    rows += [
        (_("Given in euros"), row["name"] or _("Not about a product"), told(row["cost"]))
        for row in figures["products"]
    ]
    kept = _("Promises kept, of 10")
    rows += [(kept, team_label(team), told(team["tenths"])) for team in figures["teams"]]
    rows.append((_("The customer’s own idea, of 10"), "", told(figures["own_idea"])))
    names = {
        "behaviours": _("What customers did"),
        "outcomes": _("How it ended"),
        "relations": _("The relation afterwards"),
        "complaints": _("Was the complaint right?"),
    }
    for key, name in names.items():
        rows += [(name, row["label"], told(row["reports"])) for row in endings[key]]
    return rows


def rows_of_late(tables: Iterable[Figures]) -> Rows:
    """Give how many people are late for which course, by team."""
    rows: Rows = [(_("Course"), _("Team"), _("Late"))]
    for table in tables:
        course = table["course"]
        rows += [(course, team_label(team), team["late"]) for team in table["teams"]]
        if n := table["hidden"]:
            others = ngettext("Other team", "Other teams (%(n)s)", n) % {"n": n}
            rows.append((course, others, told(None)))
    return rows


def rows_of_effects(
    effects: Iterable[tuple[str, Figures]],
    wishes: Iterable[tuple[str, int]] = (),
    played: Iterable[tuple[str, int]] = (),
) -> Rows:
    """Give rates before and after training by topic, who wishes for one, and who played what.

    Nothing but the words where they are few.
    """
    said = {
        "few": _("The numbers are too small to say anything."),
        "early": _("Too early to say."),
        "works": _("Works so far."),
        "same": _("No change seen."),
        "more": _("More reports than before."),
    }
    sides = (_("Before, per 1,000 contacts"), _("After, per 1,000 contacts"))
    span = (_("Times"), _("At least"), _("At most"))
    rows: Rows = [(_("Topic"), _("What can be said"), *sides, *span)]
    for label, found in effects:
        has_range = found["ratio"] is not None and found["high"] is not None
        keys = ("before", "after") + (("ratio", "low", "high") if has_range else ())
        numbers = [found[key] for key in keys]
        shown = [None if number is None else round(number, DECIMALS) for number in numbers]
        rows.append((label, said[found["verdict"]], *shown))
    asked = _("People who wish for it, in steps of five")
    rows += [(label, asked, people) for label, people in wishes]
    took_part = _("People who played it, in steps of five")
    return [*rows, *((title, took_part, people) for title, people in played)]


def rows_of_places(sites: Iterable[Figures], teams: Iterable[Figures]) -> Rows:
    """Give the reports of each place and team in the newest month that shows them."""
    return [
        (_("Table"), _("What"), _("Reports")),
        *((_("By place"), site["name"], told(site["reports"])) for site in sites),
        *((_("By team"), team_label(team), told(team["reports"])) for team in teams),
    ]


def rows_of_place(place: PlaceTold) -> Rows:
    """Give the periods of a place; those of a team with a rate, as there are contacts of teams."""
    rate = (_("Per 10,000 contacts"),) if place.words else ()
    rows: Rows = [(_("Period"), _("Reports"), _("Contacts"), *rate, _("Note"))]
    for shown in (*place.months, *place.quarters, *place.years):
        rates = (_rate_of(shown),) if place.words else ()
        rows.append((shown.name, told(shown.reports), shown.contacts, *rates, _joined(shown)))
    return rows


def _rate_of(shown: Shown) -> object:
    if shown.rate is None:
        return None if shown.reports is None else _("no rate")
    return shown.rate


def _joined(shown: Shown) -> str | None:
    n = {"n": shown.joined}
    return _("%(n)s teams together") % n if shown.joined > 1 else None


def rows_of_weeks(products: Sequence[str | None], weeks: Iterable[Week]) -> Rows:
    """Give the contacts of each week, in all and by product.

    What is missing is said, never a nought.
    """
    rows: Rows = [(_("Week from"), _("Product"), _("Contacts"), _("Note"))]
    for week in weeks:
        why = pgettext("number", "missing") if week.contacts is None else None
        rows.append((week.start.isoformat(), _("All together"), week.contacts, why))
        for name, number in zip(products, week.numbers, strict=True):
            if number.contacts is not None or number.is_missing:
                label = name or _("No product")
                rows.append((week.start.isoformat(), label, number.contacts, _note(number)))
    return rows


def _note(number: Number) -> str | None:
    if number.is_missing:
        return pgettext("number", "missing")
    return _("in part") if number.is_part else None
