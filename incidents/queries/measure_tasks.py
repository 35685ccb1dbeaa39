"""What waits because of measures: decisions, second people, reviews, letters, objections."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.codes.letters import ABOUT_MANNER
from incidents.models import (
    Customer,
    Evidence,
    Incident,
    Letter,
    Measure,
    MeasureGround,
    Objection,
    RelationReview,
)
from incidents.models.measure import LOOK_AHEAD
from incidents.queries.task import Task, TaskKind, team_and_day
from people.models import Membership, Organisation, User

CLOSES = dt.time(17)


def measure_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return what a leader or adviser has to do about measures; to others nothing.

    Decisions, reviews, letters and recordings go to who leads the team, and to advisers where
    every leader of it reported something; where somebody else has to look, to every leader who
    met the customer and to advisers. Seven queries.
    """
    if not (user.is_manager or user.is_adviser):
        return []
    today = Organisation.current().day_of(now)
    return [
        *_of_the_team(user, today),
        *_letters(user, today),
        *_recordings(user),
        *_second_people(user),
        *_objections(user),
        *_relations(user),
    ]


def _of_the_team(user: User, today: dt.date) -> list[Task]:
    """Decide what was proposed, and look again at what holds."""
    looks = Measure.objects.to_look_at().filter(review_on__lte=today + LOOK_AHEAD)
    asked = Q(is_taken=True, ended_at__isnull=True, review_asked_at__isnull=False)
    rows = _not_by(user, Measure.objects.filter(_acts(user, today, "team", "pk")))
    rows = rows.filter(
        Q(is_taken__isnull=True, prepared_at__isnull=True) | Q(pk__in=looks.values("pk")) | asked
    )
    return [_decide_or_review(row) for row in rows.select_related("team")]


def _decide_or_review(row: Measure) -> Task:
    about = f"{row.word.label}, {row.team.name}"
    if row.is_taken is None:
        return Task(TaskKind.MEASURE, row.get_absolute_url(), about=about, team=row.team_id)
    due_at = row.review_asked_at or _closing(row.review_on)
    path = f"{row.get_absolute_url()}review/"
    return Task(TaskKind.MEASURE_REVIEW, path, due_at, about, team=row.team_id)


def _letters(user: User, today: dt.date) -> list[Task]:
    """Send what was written; what is said about the manner goes with a measure that holds."""
    rows = Letter.objects.filter(sent_on__isnull=True).exclude(
        measure__ended_at__isnull=False, kind__in=[kind.value for kind in ABOUT_MANNER]
    )
    mine = _acts(user, today, "measure__team", "measure")
    rows = rows.filter(mine).exclude(Exists(_reported(user, "measure")))
    rows = rows.select_related("measure__team")
    return [
        Task(
            TaskKind.LETTER,
            row.get_absolute_url(),
            about=f"{row.get_kind_display()}",
            team=row.measure.team_id,
        )
        for row in rows
    ]


def _recordings(user: User) -> list[Task]:
    led = Incident.objects.led_by(user)
    rows = Evidence.objects.filter(
        incident__in=led, kind=Evidence.Kind.RECORDING, checked_at__isnull=True
    ).exclude(added_by=user)
    return [
        Task(
            TaskKind.EVIDENCE,
            row.incident.get_absolute_url(),
            about=team_and_day(row.incident),
            team=row.incident.team_id,
        )
        for row in rows.select_related("incident__team")
    ]


def _second_people(user: User) -> list[Task]:
    rows = _not_by(user, Measure.objects.filter(_near(user)).undecided())
    rows = rows.filter(prepared_at__isnull=False).exclude(prepared_by=user)
    return [
        Task(
            TaskKind.MEASURE_SECOND,
            row.get_absolute_url(),
            about=row.team.name,
            team=row.team_id,
        )
        for row in rows.select_related("team")
    ]


def _objections(user: User) -> list[Task]:
    rows = Objection.objects.open().filter(_near(user, "measure__"))
    rows = rows.exclude(Exists(_reported(user, "measure")))
    rows = rows.exclude(Q(measure__decided_by=user) | Q(measure__second_by=user))
    return [
        Task(
            TaskKind.OBJECTION,
            row.get_absolute_url(),
            _closing(row.due_on),
            row.measure.team.name,
            team=row.measure.team_id,
        )
        for row in rows.select_related("measure__team")
    ]


def _relations(user: User) -> list[Task]:
    mine = Incident.objects.filter(customer=OuterRef("customer")).filter(
        Q(reported_by=user) | Q(written_by=user)
    )
    rows = RelationReview.objects.open().filter(_near(user)).exclude(Exists(mine))
    rows = rows.exclude(decided_by=user, decided_at__isnull=False)
    return [
        Task(
            TaskKind.RELATION,
            row.get_absolute_url(),
            _closing(row.due_on),
            row.opened_for.team.name,
            team=row.opened_for.team_id,
        )
        for row in rows.select_related("opened_for__team")
    ]


def _near(user: User, path: str = "") -> Q:
    """Rows about customers that somebody's teams met; all of them for an adviser."""
    if user.is_adviser:
        return Q()
    met = Customer.objects.filter(incidents__team_id__in=user.led_team_ids)
    return Q(**{f"{path}customer__in": met})


def _acts(user: User, today: dt.date, team: str, measure: str) -> Q:
    """Rows of the teams somebody leads; for an adviser also where each leader reported it."""
    led = Q(**{f"{team}__in": user.led_team_ids})
    if not user.is_adviser:
        return led
    by = Q(incident__reported_by=OuterRef("user")) | Q(incident__written_by=OuterRef("user"))
    own = MeasureGround.objects.filter(by, measure=OuterRef(OuterRef(measure)))
    leaders = Membership.objects.on(today).leading().filter(team=OuterRef(team))
    return led | Q(~Exists(leaders.filter(user__is_active=True).exclude(Exists(own))))


def _not_by(user: User, rows: "QuerySet[Measure]") -> "QuerySet[Measure]":
    return rows.exclude(Exists(_reported(user, "pk")))


def _reported(user: User, field: str) -> "QuerySet[MeasureGround]":
    """Return grounds of the row's measure that this person reported or wrote down."""
    by = Q(incident__reported_by=user) | Q(incident__written_by=user)
    return MeasureGround.objects.filter(by, measure=OuterRef(field))


def _closing(day: dt.date | None) -> dt.datetime | None:
    if day is None:
        return None
    zone: ZoneInfo = Organisation.current().time_zone
    return dt.datetime.combine(day, CLOSES, tzinfo=zone)
