"""Plan care: for a report, or because somebody asks for a check-in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import Reading, Severity, WishWhen
from incidents.models import Incident
from incidents.operations import Wish, rules
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.cadence import Asked, Slot, plan, preset_for, touch_base
from wellbeing.codes import Impact, Level, Preset, Reason, Step
from wellbeing.joining import TALKS, join
from wellbeing.models import CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.operations.schedule import (
    WISH_WITH,
    add_checkins,
    apply,
    lock_person,
    path_of,
    running,
    running_series,
    set_next_look,
    set_wish_with,
    start_series,
    tell_holder,
)
from wellbeing.queries.frame import Frame, frame_of, team_of


@transaction.atomic
def plan_care(*, incident: Incident, now: dt.datetime) -> CareSeries | None:
    """Plan the check-ins of a report, or let it join the care that is running.

    Care of an anonymous report is apart from all other and held by an adviser.

    Checks: whether the report leads to care at all. Writes: the series, the link to the report,
    the check-ins; for a serious report the alert with its notice, for one over the line a notice
    that comes the same day. Sends nothing.
    """
    asked = Asked(incident.wish_when, incident.wish_at)
    preset = preset_of(incident, asked)
    if preset is None:
        return None
    lock_person(incident.reported_by)
    series, frame = take_up_report(incident, preset, asked, now)
    SeriesReport.objects.create(series=series, incident=incident, joined_at=now)
    if incident.care_severity >= Severity.THREAT_OR_DAMAGE:
        _alert(series, incident, frame)
    elif incident.care_severity == Severity.ABUSIVE:
        _tell_today(series, incident, frame)
    return series


def preset_of(incident: Incident, asked: Asked, impact: Impact | None = None) -> Preset | None:
    """Return how much care a report leads to, with the impact when the person told it."""
    reading = Reading(incident.reading) if incident.reading else None
    severity = Severity(incident.severity)
    return preset_for(severity, incident.care_severity, reading, asked, impact)


def take_up_report(
    incident: Incident, preset: Preset, asked: Asked, now: dt.datetime
) -> tuple[CareSeries, Frame]:
    """Plan the contacts of a preset for a reporter, beside or within the care that runs."""
    frame = frame_of(
        incident.reported_by,
        incident.team,
        now,
        asked,
        is_private=incident.is_anonymous,
        buddy=incident.wish_buddy,
    )
    is_wished = frame.holder(incident.wish_with) == frame.line.first()
    slots = plan(preset, frame.setting, is_contact_by_wished=is_wished)
    wish = Wish(with_whom=incident.wish_with, buddy=incident.wish_buddy)
    return _take_up(frame, preset, slots, wish), frame


def _take_up(frame: Frame, preset: Preset, slots: tuple[Slot, ...], wish: Wish) -> CareSeries:
    """Start a series with these contacts, or let them join the running one."""
    series = running_series(frame.person, is_private=frame.is_private)
    if series is None:
        series = start_series(frame, preset, wish)
        add_checkins(series, slots, frame)
        return series
    joined = join(running(series), preset, slots, frame.week)
    series.preset, series.team = joined.preset, frame.team
    if wish.with_whom:
        set_wish_with(series, wish.with_whom, wish.buddy)
    series.is_second_offer_made &= joined.preset == Preset.DECLINED
    series.save(update_fields=["preset", "team", *WISH_WITH, "is_second_offer_made"])
    apply(joined, series, frame)
    return series


def _alert(series: CareSeries, incident: Incident, frame: Frame) -> None:
    """Let the nearest leader know at once, and let the sweep watch until somebody claims it."""
    now, leader = frame.setting.now, frame.line.first()
    carrier = _carrier(series)
    if carrier is None:
        return
    if carrier.alert_at is None or carrier.claimed_at is not None:
        carrier.alert_at, carrier.claimed_at, carrier.claimed_by = now, None, None
        set_next_look(carrier, frame.week)
        carrier.save(update_fields=["alert_at", "claimed_at", "claimed_by", "escalate_at"])
    if leader is None:
        return
    Escalation.objects.get_or_create(
        checkin=carrier,
        reason=Reason.UNCLAIMED,
        level=Level.OWNER,
        since=carrier.alert_at,
        defaults={"told": leader, "told_at": now},
    )
    key, path = f"alert:{incident.pk}:{leader.pk}", path_of(carrier)
    notify(recipient=leader, kind="alert", path=path, key=key, now=now)


def _tell_today(series: CareSeries, incident: Incident, frame: Frame) -> None:
    """Let the nearest leader know the same day of a report that was over the line."""
    leader, carrier = frame.line.first(), _carrier(series)
    if leader is None:
        return
    is_seen = Incident.objects.visible_to(leader).filter(pk=incident.pk).exists()
    path = path_of(carrier) if carrier and not is_seen else incident.get_absolute_url()
    key, now = f"same-day:{incident.pk}:{leader.pk}", frame.setting.now
    notify(recipient=leader, kind="same_day", path=path, key=key, now=now)


def _carrier(series: CareSeries) -> CheckIn | None:
    """The open contact that an alert hangs on: a first contact, else the next one planned."""
    rows = list(CheckIn.objects.open().filter(series=series).select_related("series"))
    contacts = [row for row in rows if row.step == Step.FIRST_CONTACT and not row.claimed_at]
    return next(iter(contacts or rows), None)


@transaction.atomic
def ask_for_checkin(*, actor: User, wish: Wish, now: dt.datetime) -> CheckIn:
    """Plan a check-in because the person asks for one, with no report.

    Checks: the wish says when, a date and time is still to come, a buddy is there. Writes: a
    series or a change of the running one. Tells the holder. Sends nothing.
    """
    asked = Asked(wish.when, wish.at)
    if not asked.is_wish:
        raise RuleBroken(_("Choose when you would like a check-in."), field="wish_when")
    if wish.when == WishWhen.AT and (wish.at is None or wish.at <= now):
        raise RuleBroken(_("Choose a moment that is still to come."), field="wish_at")
    lock_person(actor)
    rules.check_buddy(wish.with_whom, wish.buddy, actor, now)
    team = team_of(actor, timezone.localdate(now))
    frame = frame_of(actor, team, now, asked, buddy=wish.buddy)
    slot = touch_base(frame.setting)
    series = _take_up(frame, Preset.LIGHT, (slot,), wish)
    row = _next_of(series, slot.due_at)
    tell_holder(row, now, reason="asked")
    return row


def _next_of(series: CareSeries, due_at: dt.datetime) -> CheckIn:
    """The talk that answers a wish: the one at that moment, else the next one."""
    talks = CheckIn.objects.open().filter(series=series, step__in=TALKS)
    found = talks.filter(due_at=due_at).first() or talks.first()
    assert found is not None  # noqa: S101 - a series that runs with a plan has a talk
    return found
