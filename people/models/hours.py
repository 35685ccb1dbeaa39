"""When people are away: days a team is closed, and absence of one person without a reason."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models.line_triggers import period_noted
from people.models.team import DateRange, Membership, Team
from people.models.user import User


class ClosingDayQuerySet(models.QuerySet["ClosingDay"]):
    def for_team(self, team: Team | None) -> Self:
        """Days on which a team is closed: its own and those of the whole organisation."""
        return self.filter(Q(team__isnull=True) | Q(team=team))

    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(first_on__lte=last, last_on__gte=first)

    def visible_to(self, user: User) -> Self:
        """Administrators all; leaders those of their teams and of the whole organisation."""
        if user.is_admin:
            return self.all()
        if not user.is_manager:
            return self.none()
        return self.filter(Q(team__isnull=True) | Q(team__in=user.led_team_ids))


class ClosingDay(models.Model):
    """Days on which a team does not work; without a team, the whole organisation."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))

    objects = ClosingDayQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="closing_day_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} - {self.last_on}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: dt.date) -> Self:
        """Absences in force on a day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def not_over(self, day: dt.date) -> Self:
        """Absences of a day and of later ones."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def visible_to(self, user: User) -> Self:
        """One's own; HR sees everybody's, leaders those of their teams and of all below."""
        if user.is_hr:
            return self.all()
        there = Membership.objects.on(timezone.localdate()).filter(
            team__in=Team.led_with_below(user)
        )
        return self.filter(Q(user=user) | Q(user__in=there.values("user")))

    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(starts_on__lte=last).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=first)
        )


class Absence(models.Model):
    """Somebody is not there, from the first day to the last, both included.

    There is no column for a reason, and there will be none: even "ill" is about health.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_start",
            ),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [period_noted("absence_noted")]

    def __str__(self) -> str:
        return str(self.public_id)
