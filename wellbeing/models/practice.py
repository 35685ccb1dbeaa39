"""Sessions in which a scenario was played, and who wanted to say that they were there."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import Team, User
from wellbeing.models.scenario import Scenario


class PracticeSessionQuerySet(models.QuerySet["PracticeSession"]):
    def visible_to(self, user: User) -> Self:
        """The people of the team today, who wrote it down, and who was there."""
        was_there = SessionPerson.objects.filter(person=user).values("session")
        return self.filter(Q(team_id__in=user.team_ids) | Q(recorded_by=user) | Q(pk__in=was_there))


class PracticeSession(models.Model):
    """One time that a team played a scenario: a number of people, and what was learned."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="sessions")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    held_on = models.DateField(_("held on"))
    led_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    attendees = models.PositiveSmallIntegerField(_("how many took part"))
    learned = models.TextField(_("what we learned"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PracticeSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendees__range=(1, 500)), name="practice_session_attendees"
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class SessionPerson(models.Model):
    """Somebody says of themselves that they took part."""

    session = models.ForeignKey(PracticeSession, models.CASCADE, related_name="people")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
