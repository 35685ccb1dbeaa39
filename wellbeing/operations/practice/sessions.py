"""A scenario was played: how many took part, what was learned; who says that they were there."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Membership, Team, User
from wellbeing.masking import Kind, Known, find
from wellbeing.models import PracticeSession, Scenario, SessionPerson, TrainingNeed
from wellbeing.operations.training import finish_needs

LONGEST_AGO = dt.timedelta(days=366)
MOST_PEOPLE = 500


@transaction.atomic
def record_session(
    *,
    actor: User,
    scenario: Scenario,
    team: Team,
    held_on: dt.date,
    attendees: int,
    learned: str,
    led_by: User | None,
    now: dt.datetime,
) -> PracticeSession:
    """Write down that a team played a scenario.

    Checks: the actor works in the team, the day is not to come and within a year, at least one
    person took part, and what was learned names nobody of the team. Writes: the session. Who was
    there says so themselves.
    """
    today = timezone.localdate(now)
    if team.pk not in actor.team_ids:
        raise RuleBroken(_("Choose a team you work in."), field="team")
    if not today - LONGEST_AGO <= held_on <= today:
        raise RuleBroken(_("Choose a day of the past year."), field="held_on")
    if not 1 <= attendees <= MOST_PEOPLE:
        raise RuleBroken(_("Write how many took part."), field="attendees")
    _check_nameless(learned, team)
    return PracticeSession.objects.create(
        scenario=scenario,
        team=team,
        held_on=held_on,
        attendees=attendees,
        learned=learned.strip(),
        led_by=led_by,
        recorded_by=actor,
        recorded_at=now,
    )


def _check_nameless(learned: str, team: Team) -> None:
    members = Membership.objects.filter(team=team).values_list("user__name", flat=True)
    hits = find(learned, Known(colleagues=tuple(members)))
    named = [hit.text for hit in hits if hit.kind == Kind.COLLEAGUE]
    if named:
        message = _("Leave names out: %(names)s. What was learned belongs to everybody.")
        raise RuleBroken(message % {"names": ", ".join(named)}, field="learned")


@transaction.atomic
def join_session(
    *,
    actor: User,
    session: PracticeSession,
    needs: Iterable[TrainingNeed] = (),
    now: dt.datetime,
) -> SessionPerson:
    """Say of oneself that one took part; a wish for training may be done with it.

    Checks: the needs are the actor's own and about a topic of the scenario. Writes: the row, once;
    the needs are finished.
    """
    chosen = list(needs)
    topics = session.scenario.topics
    if any(need.person_id != actor.pk or need.topic not in topics for need in chosen):
        raise RuleBroken(_("Only a wish of your own about this subject can be done."))
    row, _is_new = SessionPerson.objects.get_or_create(
        session=session, person=actor, defaults={"said_at": now}
    )
    finish_needs(actor=actor, needs=chosen, now=now)
    return row


@transaction.atomic
def leave_session(*, actor: User, session: PracticeSession) -> None:
    """Take back that one took part. Deletes the row; a wish that is done stays done."""
    SessionPerson.objects.filter(session=session, person=actor).delete()
