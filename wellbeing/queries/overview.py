"""Lists of reports: the ones a person leads or advises, and a person's own."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from incidents.models import Answer, Draft, Incident
from people.models import Team, User
from wellbeing.models import AgreedSupport, CheckIn

WRITTEN_SHOWN = 20


@dataclass(frozen=True)
class ReportFilter:
    """What a list of reports is narrowed to; empty means everything."""

    state: str = ""
    team: int | None = None
    severity: int | None = None
    month: dt.date | None = None
    product: int | None = None
    channel: int | None = None
    site: int | None = None


def reports_to_lead(user: User, wanted: ReportFilter) -> QuerySet[Incident]:
    """Return the reports a manager, deputy or adviser looks after, newest first."""
    found = Incident.objects.visible_to(user) if user.is_adviser else Incident.objects.led_by(user)
    if wanted.team is not None:
        found = found.filter(team=wanted.team)
    if wanted.severity is not None:
        found = found.filter(severity=wanted.severity)
    found = found.filter(**_about(wanted))
    has_answer = Exists(Answer.objects.filter(incident=OuterRef("pk")))
    if wanted.state == "open":
        history = Q(source=Incident.Source.IMPORT, answer_due_at__isnull=True)
        found = found.filter(~has_answer, ~history, closed_at__isnull=True)
    elif wanted.state == "answered":
        found = found.filter(has_answer, closed_at__isnull=True)
    elif wanted.state == "closed":
        found = found.filter(closed_at__isnull=False)
    return found.select_related("reported_by", "team", "site").prefetch_related(_answers())


def _about(wanted: ReportFilter) -> dict[str, object]:
    """Say when, what about, by which way and where, as far as it is asked for."""
    asked = {"product": wanted.product, "channel": wanted.channel, "site": wanted.site}
    about: dict[str, object] = {name: key for name, key in asked.items() if key is not None}
    if wanted.month is not None:
        about["occurred_on__gte"] = wanted.month
        about["occurred_on__lt"] = (wanted.month + dt.timedelta(days=31)).replace(day=1)
    return about


def own_reports(user: User) -> QuerySet[Incident]:
    """Return a person's own reports with their answers, newest first."""
    own = Incident.objects.filter(reported_by=user).select_related("team", "site")
    return own.prefetch_related(_answers())


def written_for_others(user: User) -> list[Incident]:
    """Return what a person wrote for colleagues: to see that it was sent, and nothing more."""
    found = Incident.objects.filter(written_by=user).select_related("reported_by")
    return list(found.order_by("-reported_at")[:WRITTEN_SHOWN])


def _answers() -> "Prefetch[str, QuerySet[Answer], str]":
    return Prefetch("answers", Answer.objects.select_related("written_by").order_by("-written_at"))


def newest_answers(user: User, count: int) -> list[Answer]:
    """Return the newest answers to a person's reports, the ones they did not react to first."""
    return list(
        Answer.objects.filter(incident__reported_by=user)
        .select_related("incident", "written_by")
        .annotate(is_unread=Q(replied_at__isnull=True))
        .order_by("-is_unread", "-written_at")[:count]
    )


def draft_of(user: User) -> Draft | None:
    """Return the report this person has not finished."""
    return Draft.objects.filter(user=user).first()


def supports_for(user: User) -> QuerySet[AgreedSupport]:
    """Return what was agreed to support this person and still stands."""
    return (
        AgreedSupport.objects.open()
        .filter(checkin__series__person=user)
        .select_related("by_whom", "checkin")
    )


def teams_to_choose(user: User) -> QuerySet[Team]:
    """Return the teams whose reports this person looks after."""
    return Team.objects.all() if user.is_adviser else Team.objects.led_by(user)


def teams_of_day(user: User) -> list[Team]:
    """Return the teams that something on a reader's day can be about: led, or with a check-in."""
    held = CheckIn.objects.open().filter(owner=user, series__is_private=False)
    teams = Team.objects.filter(Q(pk__in=user.led_team_ids) | Q(pk__in=held.values("series__team")))
    return list(teams)


def teams_led_by(user: User) -> list[Team]:
    """Return the teams a person leads today, by name."""
    return list(Team.objects.led_by(user))
