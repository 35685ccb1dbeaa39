"""What needs somebody today, and what is planned for a person themself."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from incidents.models import Answer, Incident
from people.models import Membership, User
from wellbeing.models import (
    AgreedSupport,
    CareOffer,
    CheckIn,
    Escalation,
    SeriesReport,
    StandingAlert,
)
from wellbeing.queries.talks import with_part_of

UPCOMING = dt.timedelta(days=14)
KEPT_WINDOW = dt.timedelta(weeks=8)


@dataclass(frozen=True)
class Kept:
    """Of the contacts that fell due in the last weeks, how many were held in time."""

    due: int
    kept: int


@dataclass(frozen=True)
class Today:
    """A leader's or adviser's day, in the order of its urgency."""

    standing: list[StandingAlert]
    alerts: list[CheckIn]
    late: list[CheckIn]
    today: list[CheckIn]
    upcoming: list[CheckIn]
    answers: list[Incident]
    supports: list[AgreedSupport]
    kept: Kept

    @property
    def count(self) -> int:
        """How many things need this person today."""
        parts = (
            self.standing,
            self.alerts,
            self.late,
            self.today,
            self.answers,
            self.supports,
        )
        return sum(len(part) for part in parts)

    @property
    def is_empty(self) -> bool:
        return self.count == 0 and not self.upcoming


def today_of(user: User, now: dt.datetime, *, team_id: int | None = None) -> Today:
    """Return what needs a person today, in the day of the reader's clock.

    An alert that waits to be claimed is listed once, among the alerts. The number of queries does
    not grow with the number of rows.
    """
    rows = list(_held_by(user, team_id))
    alerts = [row for row in rows if row.alert_at is not None and row.claimed_at is None]
    own = [row for row in rows if row.owner_id == user.pk and row not in alerts]
    day = timezone.localtime(now).date()
    days = {row.pk: timezone.localtime(row.due_at).date() for row in own}
    return Today(
        standing=standing_alerts(user, team_id),
        alerts=alerts,
        late=[row for row in own if row.is_late(now)],
        today=[row for row in own if days[row.pk] == day and not row.is_late(now)],
        upcoming=[row for row in own if day < days[row.pk] and row.due_at < now + UPCOMING],
        answers=answers_owed_by(user, team_id),
        supports=_supports_due(user, day, team_id),
        kept=kept_by(user, now),
    )


def _held_by(user: User, team_id: int | None) -> QuerySet[CheckIn]:
    """Open contacts that are this person's, or that they were asked to take up.

    Who was part of what happened is no longer asked. `is_suggested` says that one came from an
    offer of the product that the person took.
    """
    told = Escalation.objects.filter(told=user).values("checkin")
    part = with_part_of(user).filter(pk=OuterRef("series"))
    asked = Q(pk__in=told, alert_at__isnull=False, claimed_at__isnull=True) & ~Exists(part)
    rows = CheckIn.objects.open().filter(Q(owner=user) | asked)
    if team_id is not None:
        rows = rows.filter(series__team=team_id)
    offers = CareOffer.objects.taken().filter(
        person=OuterRef("series__person"), answered_at=OuterRef("created_at")
    )
    reports = SeriesReport.objects.select_related("incident__team", "incident__site")
    return (
        rows.exclude(series__person=user)
        .annotate(is_suggested=Exists(offers))
        .select_related("series__person", "series__team", "owner", "claimed_by")
        .prefetch_related(Prefetch("series__reports", reports.order_by("-joined_at", "-pk")))
        .order_by("due_at", "id")
    )


def standing_alerts(user: User, team_id: int | None = None) -> list[StandingAlert]:
    """Return serious reports nobody has seen yet of people who want no talk. One query."""
    found = StandingAlert.objects.visible_to(user).unseen()
    if team_id is not None:
        found = found.filter(checkin__series__team=team_id)
    return list(found.select_related("checkin__series__person").order_by("checkin__alert_at"))


def holds_checkins(user: User) -> bool:
    """Whether anything open is theirs to hold. One query."""
    return CheckIn.objects.open().filter(owner=user).exclude(series__person=user).exists()


def answers_owed_by(user: User, team_id: int | None = None) -> list[Incident]:
    """Return reports that wait for this person's answer, the longest owed first.

    Those of the teams they lead; for advisers also those nobody but the reporter could answer.
    """
    answered = Answer.objects.filter(incident=OuterRef("pk")).exclude(reply=Answer.Reply.NOT_YET)
    mine = Q(pk__in=Incident.objects.led_by(user).values("pk"))
    if user.is_adviser:
        mine |= Q(pk__in=_without_leader(user).values("pk"))
    found = (
        Incident.objects.filter(mine)
        .open()
        .filter(~Exists(answered), answer_due_at__isnull=False)
        .select_related("reported_by", "team", "site")
    )
    if team_id is not None:
        found = found.filter(team=team_id)
    return list(found.order_by("answer_due_at", "id"))


def _without_leader(user: User) -> QuerySet[Incident]:
    """Reports whose team has nobody else to lead it now: the leader's own, or a team left alone."""
    leaders = (
        Membership.objects.on(timezone.localdate())
        .leading()
        .filter(team=OuterRef("team"), user__is_active=True)
        .exclude(user=OuterRef("reported_by"))
    )
    return Incident.objects.visible_to(user).exclude(reported_by=user).filter(~Exists(leaders))


def _supports_due(user: User, day: dt.date, team_id: int | None) -> list[AgreedSupport]:
    """Support this person promised that is due by today, or at no day in particular."""
    is_due = Q(until__lte=day) | Q(until__isnull=True)
    found = AgreedSupport.objects.open().filter(is_due, by_whom=user)
    if team_id is not None:
        found = found.filter(checkin__series__team=team_id)
    return list(found.select_related("checkin__series__person"))


def kept_by(user: User, now: dt.datetime) -> Kept:
    """Return how a holder kept what fell due in the last eight weeks; for their eyes alone."""
    since = now - KEPT_WINDOW
    rows = CheckIn.objects.fell_due(since, now).filter(Q(held_by=user) | Q(owner=user))
    return Kept(due=rows.count(), kept=rows.kept().count())


def coming_up(user: User, now: dt.datetime) -> list[CheckIn]:
    """Return the check-ins planned for a person, the next one first. One query."""
    return list(
        CheckIn.objects.open()
        .filter(series__person=user)
        .select_related("series", "owner")
        .order_by("due_at", "id")
    )
