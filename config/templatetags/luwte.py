"""The small words of the interface: icons, severity, people and moments."""

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from incidents.models import Incident
from people.medical import ASKED
from people.models import User

register = template.Library()

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons.svg"
# The four steps a person may choose, and the fifth that stays empty: nothing was wrong.
SEVERITY_WORDS = {
    0: _("No harm"),
    1: _("Unpleasant"),
    2: _("Over the line"),
    3: _("Threatening"),
    4: _("Physical or dangerous"),
}
AVATAR_TONES = ("", "b", "c", "d")


@cache
def icon_names() -> frozenset[str]:
    """Return the names that the sprite draws."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite; it is always decoration, words stand beside it."""
    if name not in icon_names():
        message = f"There is no icon {name!r} in {SPRITE.name}"
        raise template.TemplateSyntaxError(message)
    classes = f"i {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("partials/_severity.html")
def severity(level: int | None, extra: str = "") -> dict[str, Any]:
    """Show a severity as dots and a word: colour never stands alone."""
    return {"level": level or 0, "word": SEVERITY_WORDS.get(level or 0, ""), "extra": extra}


@register.inclusion_tag("partials/_dots.html")
def dots(level: int) -> dict[str, Any]:
    """Show the dots alone, beside a choice that says the word itself."""
    return {"level": level}


@register.inclusion_tag("partials/_avatar.html")
def avatar(person: User, extra: str = "") -> dict[str, Any]:
    """Show a person's initials; the name always stands beside them."""
    tone = AVATAR_TONES[sum(map(ord, person.name)) % len(AVATAR_TONES)]
    return {"initials": person.initials, "tone": tone, "extra": extra}


@register.filter
def money(value: Decimal | int | None) -> str:
    """Show an amount in euros as the language writes it."""
    if value is None:
        return ""
    places = 0 if value == int(value) else 2
    return pgettext("money", "€%(value)s") % {"value": number_format(value, places)}


@register.simple_tag
def when(moment: dt.datetime | dt.date | None, style: str = "day") -> SafeString | str:
    """Show a moment in the reader's time zone, as people say it.

    `day`: today by the clock, else with the day in words; `date`: the day with its year;
    `time`: the clock alone; `short`: day and month, for narrow ends of rows,
    with the year when it is another one.
    """
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="minutes")
        if isinstance(moment, dt.datetime)
        else moment.isoformat(),
        in_words(moment, style),
    )


def in_words(moment: dt.datetime | dt.date, style: str = "day") -> str:
    """Say a moment in words; see `when` for the styles."""
    local = timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment
    formats = {"date": "j F Y", "time": "H:i", "short": "DAY_AND_MONTH", "month": "F Y"}
    day = local.date() if isinstance(local, dt.datetime) else local
    today = timezone.localdate()
    if style == "short" and day.year != today.year:
        return f"{date_format(day, formats[style])} {day.year}"
    if style in formats:
        return date_format(local, formats[style])
    words = _day_in_words(day, today)
    if not isinstance(local, dt.datetime):
        return words
    clock = date_format(local, "CLOCK")
    return pgettext("moment", "%(day)s, %(clock)s") % {"day": words, "clock": clock}


@register.filter
def is_asked(field: BoundField) -> bool:
    """Whether a form asks once more about what stands here, and finds nothing wrong with it."""
    return any(error.code == ASKED for error in field.errors.as_data())


@register.simple_tag
def refused(form: BaseForm) -> dict[str, Any]:
    """Part the fields of a form that was refused: what is wrong, and what is asked once more."""
    fields = [field for field in form if field.errors]
    asked = [field for field in fields if is_asked(field)]
    return {
        "faults": len(form.errors) - len(asked),
        "wrong": [field for field in fields if field not in asked],
        "asked": asked,
    }


NAMELESS = _("Someone in your team")


@register.simple_tag(takes_context=True)
def reporter(context: template.Context, incident: Incident, part: str = "name") -> str:
    """Name who reported it, as far as the reader may know: `name` or `given_name`."""
    person = incident.shown_reporter(context["user"])
    return str(getattr(person, part)) if person is not None else str(NAMELESS)


@register.inclusion_tag("partials/_avatar.html", takes_context=True)
def reporter_avatar(context: template.Context, incident: Incident) -> dict[str, Any]:
    """Show the reporter's initials, or a dash for who stays unnamed."""
    person = incident.shown_reporter(context["user"])
    return avatar(person) if person is not None else {"initials": "–", "tone": "", "extra": ""}


@register.simple_tag(takes_context=True)
def told(
    context: template.Context, incident: Incident, moment: dt.datetime | None, style: str = "day"
) -> SafeString | str:
    """Show a moment of a report; who may not know the reporter reads the part of the day alone."""
    if moment is None or not incident.hides_reporter_from(context["user"]):
        return when(moment, style)
    local = timezone.localtime(moment)
    if style != "day":
        return when(local.date(), style)
    part = _part_of_day(local.hour)
    return format_html("{}, {}", when(local.date()), part)


def _part_of_day(hour: int) -> str:
    parts = (
        pgettext_lazy("part of the day", "night"),
        pgettext_lazy("part of the day", "morning"),
        pgettext_lazy("part of the day", "afternoon"),
        pgettext_lazy("part of the day", "evening"),
    )
    return str(parts[hour // 6])


def _day_in_words(day: dt.date, today: dt.date) -> str:
    near = {
        -1: pgettext_lazy("day", "yesterday"),
        0: pgettext_lazy("day", "today"),
        1: pgettext_lazy("day", "tomorrow"),
    }
    word = near.get((day - today).days)
    if word is not None:
        return str(word)
    return date_format(day, "l j F" if day.year == today.year else "j F Y")
