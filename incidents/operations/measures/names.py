"""No name of a colleague goes into a letter: not of who told it, nor of anybody else here."""

import calendar
import re
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.errors import RuleBroken
from people.models import Membership, User

_MONTHS = frozenset(calendar.month_name) | frozenset(calendar.month_abbr)


def check_no_names(texts: Mapping[str, str], incidents: Iterable[Incident]) -> None:
    """Refuse first names and surnames of who is near, and whole names of everybody else here.

    Near is who reported, wrote or saw it, and who works in the team it happened in.
    """
    near = {part for name in _near(incidents) for part in _parts(name)}
    _refuse(texts, near | _whole_names())


def check_no_whole_names(texts: Mapping[str, str]) -> None:
    """Refuse whole names of colleagues in a wording that many letters will share."""
    _refuse(texts, _whole_names())


def _near(incidents: Iterable[Incident]) -> set[str]:
    chosen = list(incidents)
    about = Incident.objects.filter(pk__in=[incident.pk for incident in chosen])
    told = about.values_list("reported_by__name", "written_by__name", "witnesses__person__name")
    teams = [incident.team_id for incident in chosen]
    here = Membership.objects.filter(Q(team__in=teams)).values_list("user__name", flat=True)
    return {name for row in told for name in row if name} | set(here)


def _parts(name: str) -> set[str]:
    found = {part.strip(".") for part in name.split() if part[0].isupper()}
    return {part for part in found if len(part) > 1 and part not in _MONTHS}


def _whole_names() -> set[str]:
    return {name for name in User.objects.values_list("name", flat=True) if " " in name.strip()}


def _refuse(texts: Mapping[str, str], names: set[str]) -> None:
    if not names:
        return
    found = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b")
    for field, text in texts.items():
        if found.search(text):
            raise RuleBroken(
                _("Leave out names of colleagues: this goes into the letter."), field=field
            )
