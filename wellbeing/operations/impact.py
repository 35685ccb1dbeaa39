"""What a report took out of somebody at work: one private tap that can make care start earlier."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen
from incidents.models import Incident
from people.errors import RuleBroken
from people.models import Organisation, User
from wellbeing.cadence import Asked
from wellbeing.codes import STRICTNESS, Impact, Preset
from wellbeing.models import CareImpact, CareSeries, CheckIn, SeriesReport
from wellbeing.operations.load import watch_load
from wellbeing.operations.plan import take_up_report
from wellbeing.operations.schedule import lock_person, tell_holder
from wellbeing.queries.preview import preset_of


@transaction.atomic
def answer_impact(
    *, actor: User, incident: Incident, value: int, now: dt.datetime
) -> CareImpact | None:
    """Take down how much a report took out of its reporter; the last answer stands.

    Checks: the organisation asks it, it is the actor's own report, the answer is on the scale,
    and the care of the report has not ended. Writes: the answer, as long as care runs for the
    report; care that is stricter than what was planned, joined as a new report would be. Where
    no care follows, nothing is kept. Tells the holder of care that starts by it, in the words of
    every task. Sends nothing.
    """
    if not Organisation.current().has_impact_tap or incident.reported_by_id != actor.pk:
        raise RuleBroken(_("This is not asked here."))
    if value not in set(Impact):
        raise RuleBroken(_("Choose one of the answers."), field="value")
    lock_person(actor)
    link = SeriesReport.objects.filter(incident=incident).select_related("series").first()
    if link is not None and link.series.ended_at is not None:
        raise RuleBroken(
            _("The care for this report has ended. You can ask for a check-in at any time.")
        )
    series = _stricter_care(incident, Impact(value), link.series if link else None, now)
    if series is None:
        return None
    row, _is_new = CareImpact.objects.update_or_create(
        incident=incident, defaults={"person": actor, "value": value, "at": now}
    )
    watch_load(person=actor, now=now)
    return row


def _stricter_care(
    incident: Incident, impact: Impact, series: CareSeries | None, now: dt.datetime
) -> CareSeries | None:
    """Return the care that runs after the answer, None when there is none."""
    asked = Asked(incident.wish_when, incident.wish_at)
    if asked.when == WishWhen.AT and asked.at is not None and asked.at <= now:
        asked = Asked()  # that moment has been
    preset = preset_of(incident, asked, impact)
    if preset is None or (series is not None and not _is_stricter(preset, series)):
        return series
    before = set(CheckIn.objects.open().filter(series=series).values_list("pk", flat=True))
    taken, _frame = take_up_report(incident, preset, asked, now, is_new=series is None)
    if series is None:
        SeriesReport.objects.create(series=taken, incident=incident, joined_at=now)
    if preset != Preset.DECLINED:
        _tell(taken, before, now)
    return taken


def _is_stricter(preset: Preset, series: CareSeries) -> bool:
    return STRICTNESS.index(preset) > STRICTNESS.index(Preset(series.preset))


def _tell(series: CareSeries, before: set[int], now: dt.datetime) -> None:
    """Let the holder know of the first contact that is new; nobody else is told, and no alert."""
    new = CheckIn.objects.open().filter(series=series).exclude(pk__in=before)
    row = new.select_related("owner", "series").first()
    if row is not None:
        tell_holder(row, now, reason="planned")
