"""Dated changes of settings, in words."""

from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from incidents.codes import WordList
from incidents.codes.customer import Remediable
from incidents.models import HelpCall
from incidents.queries import words
from people.models import Organisation, SettingChange
from reports.queries.word_changes import Names, label_of, names_of_products, value_of
from wellbeing.models import Course
from wellbeing.queries.preset_words import setting_words

Area = SettingChange.Area


def in_words(changes: list[SettingChange]) -> list[dict[str, Any]]:
    """Give when, by whom, what, and what it was and became, of each change."""
    kinds = {word.key: word.label for word in words(WordList.REMEDY, with_hidden=True)}
    has_courses = any(change.area == Area.COURSES for change in changes)
    courses = dict(Course.objects.values_list("pk", "name")) if has_courses else {}
    products = names_of_products(change.name for change in changes if change.area == Area.WORDS)
    return [
        _care_words(change)
        if change.area == Area.CARE
        else {
            "at": change.at,
            "by": change.by,
            "area": change.get_area_display(),
            "team": change.team,
            "label": _label(change, kinds, courses, products),
            "old": _value(change, change.old),
            "new": _value(change, change.new),
        }
        for change in changes
    ]


def rows_of_changes(changes: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Give the same as rows for a spreadsheet."""
    head = (_("When"), _("Area"), _("Team"), _("What"), _("It was"), _("It became"), _("By"))
    return [
        head,
        *(
            (
                f"{timezone.localtime(change['at']):%Y-%m-%d %H:%M}",
                str(change["area"]),
                change["team"].name if change["team"] else None,
                str(change["label"]),
                str(change["old"]),
                str(change["new"]),
                change["by"].name if change["by"] else None,
            )
            for change in changes
        ),
    ]


def _care_words(change: SettingChange) -> dict[str, Any]:
    line = setting_words(change.name, change.old, change.new)
    return {
        "at": change.at,
        "by": change.by,
        "area": change.get_area_display(),
        "team": change.team,
        "label": line.name,
        "old": line.before,
        "new": line.now,
    }


def _label(
    change: SettingChange, kinds: dict[str, str], courses: dict[int, str], products: Names
) -> str:
    if change.area == Area.REMEDIES:
        role, _dot, kind = change.name.partition(".")
        return _may_give(role) % {"kind": kinds.get(kind, kind)}
    if change.area == Area.ORGANISATION:
        labels = {field.name: field.verbose_name for field in Organisation._meta.fields}
        return str(labels[change.name])
    if change.area == Area.HELP:
        return {"seconds": _("Seconds for each step"), "levels": _("Who is asked")}[change.name]
    if change.area == Area.COURSES:
        return _of_course(change.name, courses)
    return label_of(change.name, products)


def _of_course(name: str, courses: dict[int, str]) -> str:
    """Name what of a course was set: "repeat_months.12"."""
    what, _dot, key = name.partition(".")
    course = courses.get(int(key), "")
    if what == "repeat_months":
        return _("%(course)s: again after months") % {"course": course}
    return _("%(course)s: new starters within days") % {"course": course}


def _may_give(role: str) -> str:
    if role == Remediable.STAFF:
        return _("Staff may give without asking: %(kind)s, up to")
    if role == Remediable.DEPUTY:
        return _("Deputies may give without asking: %(kind)s, up to")
    return _("Managers may give without asking: %(kind)s, up to")


def _value(change: SettingChange, value: object) -> str:
    if change.area == Area.WORDS:
        return value_of(change.name, value)
    if isinstance(value, list):
        return ", ".join(str(HelpCall.Level(level).label) for level in value)
    if value is None or value == "":
        return _("not set")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(value))
