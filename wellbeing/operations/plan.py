"""Plan care: for a report, or because somebody asks for a check-in."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import Severity, WishWhen
from incidents.models import Incident
from incidents.operations import Wish, rules
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.cadence import Asked
from wellbeing.codes import Level, Preset, Reason
from wellbeing.joining import TALKS
from wellbeing.models import CareOffer, CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.operations.alerts import ALERT, carrier_of, has_calls_left, pass_alert_on
from wellbeing.operations.handover import hand_over_barred
from wellbeing.operations.schedule import (
    WISH_WITH,
    add_checkins,
    apply,
    lock_person,
    path_of,
    renew_looks,
    reseat,
    set_next_look,
    set_wish_with,
    start_series,
    tell_holder,
)
from wellbeing.queries.frame import Frame, chosen_in
from wellbeing.queries.preview import (
    Outline,
    outline_for_report,
    outline_for_wish,
    preset_of,
    seats_of,
)


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


def take_up_report(
    incident: Incident, preset: Preset, asked: Asked, now: dt.datetime, *, is_new: bool = True
) -> tuple[CareSeries, Frame]:
    """Plan the contacts of a preset for a reporter, beside or within the care that runs.

    By whom was settled when the report was new: later choices of the person stand.
    """
    outline = outline_for_report(incident, preset, asked, now)
    if not is_new:
        return _take_up(replace(outline, wish_with=""), Wish()), outline.frame
    wish = Wish(with_whom=incident.wish_with, buddy=incident.wish_buddy)
    return _take_up(outline, wish), outline.frame


def _take_up(outline: Outline, wish: Wish) -> CareSeries:
    """Start the series that was outlined, or let the running one take it up."""
    series, joined, frame = outline.series, outline.joined, outline.frame
    if series is None or joined is None:
        series = start_series(frame, outline.preset, wish)
        add_checkins(series, outline.slots, frame)
        return series
    is_stricter = series.preset != joined.preset
    series.preset, series.team = joined.preset, frame.team
    if wish.with_whom:
        set_wish_with(series, wish.with_whom, wish.buddy)
    series.is_second_offer_made &= joined.preset == Preset.DECLINED
    series.save(update_fields=["preset", "team", *WISH_WITH, "is_second_offer_made"])
    seats = seats_of(outline)
    apply(joined, series, frame)
    pass_alert_on(series, CheckIn.objects.filter(pk__in=joined.cancelled), frame.week)
    reseat(seats, frame)
    if is_stricter:
        renew_looks(series, frame.week)
    return series


def _alert(series: CareSeries, incident: Incident, frame: Frame) -> None:
    """Let the nearest leader know at once, and let the sweep watch until somebody claims it."""
    now, leader = frame.setting.now, frame.line.first()
    carrier = carrier_of(series)
    if carrier is None:
        return
    if carrier.alert_at is None or not has_calls_left(carrier, frame.week):
        carrier.alert_at, carrier.claimed_at, carrier.claimed_by = now, None, None
        set_next_look(carrier, frame.week)
        carrier.save(update_fields=ALERT)
    if leader is None:
        return
    told = Escalation(
        checkin=carrier,
        reason=Reason.UNCLAIMED,
        level=Level.OWNER,
        since=carrier.alert_at,
        told=leader,
        told_at=now,
    )
    Escalation.objects.bulk_create([told], ignore_conflicts=True)
    key, path = f"alert:{incident.pk}:{leader.pk}", path_of(carrier)
    notify(recipient=leader, kind="alert", path=path, key=key, now=now)


def _tell_today(series: CareSeries, incident: Incident, frame: Frame) -> None:
    """Let the nearest leader know the same day of a report that was over the line."""
    leader, carrier = frame.line.first(), carrier_of(series)
    if leader is None:
        return
    is_seen = Incident.objects.visible_to(leader).filter(pk=incident.pk).exists()
    path = path_of(carrier) if carrier and not is_seen else incident.get_absolute_url()
    key, now = f"same-day:{incident.pk}:{leader.pk}", frame.setting.now
    notify(recipient=leader, kind="same_day", path=path, key=key, now=now)


@transaction.atomic
def ask_for_checkin(
    *, actor: User, wish: Wish, offer: CareOffer | None = None, now: dt.datetime
) -> CheckIn:
    """Plan a check-in because the person asks for one, or takes an offer, with no own report.

    Checks: the wish says when, a date and time is still to come, whoever is wished for is there
    and was no part of what happened. Writes: a series or a change of the running one, and with
    the offer that it led there; talks that somebody holds who was part of what it is about change
    hands. Tells the holder. Sends nothing.
    """
    asked = Asked(wish.when, wish.at)
    if not asked.is_wish:
        raise RuleBroken(_("Choose when you would like a check-in."), field="wish_when")
    if wish.when == WishWhen.AT and (wish.at is None or wish.at <= now):
        raise RuleBroken(_("Choose a moment that is still to come."), field="wish_at")
    lock_person(actor)
    rules.check_buddy(wish.with_whom, wish.buddy, actor, now)
    about = offer.incident if offer is not None else None
    outline = outline_for_wish(actor, asked, wish.with_whom, wish.buddy, now, about=about)
    _check_wished(outline, wish)
    series = _take_up(outline, wish)
    if offer is not None:
        _link(offer, series, now)
    row = _next_of(series, outline.slots[0].due_at)
    tell_holder(row, now, reason="asked")
    return row


def _link(offer: CareOffer, series: CareSeries, now: dt.datetime) -> None:
    """Let care be about what it was offered for; it may have been running already."""
    offer.series = series
    offer.save(update_fields=["series"])
    hand_over_barred(series=series, now=now)


def _check_wished(outline: Outline, wish: Wish) -> None:
    line = outline.frame.line_at(outline.slots[0].due_at)
    if wish.with_whom and chosen_in(line, wish.with_whom) is None:
        raise RuleBroken(_("There is nobody in this place at the moment."), field="wish_with")


def _next_of(series: CareSeries, due_at: dt.datetime) -> CheckIn:
    """The talk that answers a wish: the one at that moment, else the next one."""
    talks = CheckIn.objects.open().filter(series=series, step__in=TALKS)
    found = talks.filter(due_at=due_at).first() or talks.first()
    assert found is not None  # noqa: S101 - a series that runs with a plan has a talk
    return found
