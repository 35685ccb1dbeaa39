"""The question how much something took out of somebody, for the two people it is between."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.models import Organisation, User
from wellbeing.codes import Impact
from wellbeing.models import CareImpact, CheckIn, SeriesReport

ASKED_FOR = dt.timedelta(days=14)
WORDS: dict[Impact, Promise] = {
    Impact.NOTHING: _("Nothing"),
    Impact.ANNOYING: _("It was annoying"),
    Impact.TOOK_A_WHILE: _("It took me a while"),
    Impact.STILL_WITH_ME: _("It is still with me"),
    Impact.NOT_GOING_IN: _("I don’t want to go in"),
}


@dataclass(frozen=True)
class ImpactQuestion:
    """The answers to choose from, and the one that was given."""

    choices: list[tuple[int, Promise]]
    answer: Promise | None


def impact_question(user: User, incident: Incident, now: dt.datetime) -> ImpactQuestion | None:
    """Return the question when it is asked: of the reporter, for two weeks, until care ends."""
    if not Organisation.current().has_impact_tap or incident.reported_by_id != user.pk:
        return None
    link = SeriesReport.objects.filter(incident=incident).select_related("series").first()
    is_over = link is not None and link.series.ended_at is not None
    if is_over or incident.reported_at < now - ASKED_FOR:
        return None
    given = CareImpact.objects.visible_to(user).filter(incident=incident).first()
    choices = [(int(impact), word) for impact, word in WORDS.items()]
    return ImpactQuestion(choices, WORDS[Impact(given.value)] if given else None)


def impacts_for(user: User, checkin: CheckIn) -> list[Promise]:
    """Return what the person said about the reports of this care, for its present holder alone."""
    if not checkin.is_open or checkin.owner_id != user.pk:
        return []
    rows = CareImpact.objects.visible_to(user).filter(
        incident__in=SeriesReport.objects.filter(series=checkin.series_id).values("incident")
    )
    return [WORDS[Impact(row.value)] for row in rows.order_by("-at")]
