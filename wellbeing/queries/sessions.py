"""Who practised what, as far as a reader may know."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils import timezone

from people.models import Team, User
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


def players_by_scenario(day: dt.date) -> dict[int, int]:
    """Return how many people played each scenario in the year up to a day: exact, for no page.

    The same people may play twice, and not everybody says that they were there: as many as the
    largest session had, or as said so.
    """
    played = (
        PracticeSession.objects.filter(held_on__gt=day - YEAR, held_on__lte=day)
        .order_by()
        .values("scenario")
        .annotate(said=Count("people__person", distinct=True), largest=Max("attendees"))
    )
    return {row["scenario"]: max(row["said"], row["largest"]) for row in played}


def scenario_titles(scenarios: Iterable[int]) -> dict[int, str]:
    """Return the titles of these scenarios in the reader's language. Two queries."""
    found = Scenario.objects.filter(pk__in=list(scenarios)).prefetch_related("texts")
    return {one.pk: text.title for one in found if (text := one.text()) is not None}
