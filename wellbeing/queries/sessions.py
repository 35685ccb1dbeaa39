"""Who practised what, as far as a reader may know."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet, Sum
from django.utils import timezone

from people.models import Organisation, Team, User
from wellbeing.models import PracticeSession, Scenario, ScenarioText, SessionPerson, TrainingNeed

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class ShownSession:
    """One session for one reader: names are for who leads the team and for oneself."""

    session: PracticeSession
    title: str
    is_there: bool
    names: list[str]
    needs: list[TrainingNeed]


@dataclass(frozen=True)
class Played:
    """How often a scenario was played in the last year, where enough people took part."""

    title: str
    sessions: int
    people: int


def sessions_for(user: User) -> QuerySet[PracticeSession]:
    """Return the sessions a person may see, the latest first."""
    people = SessionPerson.objects.select_related("person").order_by("person__name")
    return (
        PracticeSession.objects.visible_to(user)
        .select_related("team", "scenario", "led_by")
        .prefetch_related("scenario__texts", Prefetch("people", queryset=people))
    )


def shown_sessions(user: User, sessions: "list[PracticeSession]") -> list[ShownSession]:
    """Return sessions as the reader may see them. One query."""
    wishes = list(TrainingNeed.objects.open().filter(person=user))
    return [_shown(user, session, wishes) for session in sessions]


def _shown(user: User, session: PracticeSession, wishes: list[TrainingNeed]) -> ShownSession:
    people = [row.person for row in session.people.all()]
    leads = session.team_id in user.led_team_ids
    text: ScenarioText | None = session.scenario.text()
    return ShownSession(
        session=session,
        title=text.title if text is not None else "",
        is_there=any(person.pk == user.pk for person in people),
        names=[person.name for person in people] if leads else [],
        needs=[need for need in wishes if need.topic in session.scenario.topics],
    )


def teams_of(user: User) -> QuerySet[Team]:
    """Return the teams a person works in today."""
    return Team.objects.active().filter(pk__in=user.team_ids)


def colleagues_in(user: User) -> QuerySet[User]:
    """Return who works today in a team of this person, themselves too."""
    today = timezone.localdate()
    return (
        User.objects.active()
        .filter(
            memberships__team_id__in=user.team_ids,
            memberships__starts_on__lte=today,
        )
        .exclude(memberships__team_id__in=user.team_ids, memberships__ends_on__lt=today)
        .distinct()
    )


def played_in_all(now: dt.datetime) -> list[Played]:
    """Return for HR how often each scenario was played; small groups are left out. Four queries."""
    since = timezone.localdate(now) - YEAR
    counted = (
        PracticeSession.objects.filter(held_on__gte=since)
        .order_by()
        .values("scenario")
        .annotate(times=Count("pk"), heads=Sum("attendees"))
        .filter(heads__gte=Organisation.current().smallest_group)
    )
    found = {row["scenario"]: row for row in counted}
    scenarios = Scenario.objects.filter(pk__in=found).prefetch_related("texts")
    played = [
        Played(text.title, found[scenario.pk]["times"], found[scenario.pk]["heads"])
        for scenario in scenarios
        if (text := scenario.text()) is not None
    ]
    return sorted(played, key=lambda row: (-row.sessions, row.title))
