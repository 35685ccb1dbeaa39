"""The team tree and who works where, as what, from when to when."""

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models.line_triggers import TREE_NOTED, period_noted
from people.models.organisation import Site
from people.models.user import User


class TeamQuerySet(models.QuerySet["Team"]):
    def active(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Admins and advisers see every team, others the ones they work in today."""
        if user.is_admin or user.is_adviser:
            return self.all()
        return self.filter(pk__in=user.team_ids)

    def led_by(self, user: User) -> Self:
        return self.filter(pk__in=user.led_team_ids)


class Team(models.Model):
    """A group of colleagues with a manager; teams form a tree."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="teams", verbose_name=_("site")
    )
    phone = models.CharField(_("phone of the team"), max_length=40, blank=True)
    # Hours of the team; empty follows the organisation. They decide who is on duty.
    weekdays = models.CharField(_("working days"), max_length=7, blank=True)
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    closed_on = models.DateField(null=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="team_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="team_not_own_parent"),
        ]
        triggers = [TREE_NOTED]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def led_with_below(user: User) -> set[int]:
        """Return the teams a person leads today and every team below those."""
        below: dict[int | None, list[int]] = {}
        for key, parent in Team.objects.order_by().values_list("pk", "parent"):
            below.setdefault(parent, []).append(key)
        found, left = set[int](), list(user.led_team_ids)
        while left:
            key = left.pop()
            if key not in found:
                found.add(key)
                left += below.get(key, [])
        return found


class DateRange(Func):
    """PostgreSQL's daterange of two date columns, both days included."""

    function = "DATERANGE"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> Self:
        """Memberships in force on a day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def leading(self) -> Self:
        return self.filter(kind__in=[Membership.Kind.MANAGER, Membership.Kind.DEPUTY])

    def led_by(self, user: User, day: dt.date) -> Self:
        """Memberships in force on a day in the teams that somebody leads."""
        return self.on(day).filter(team_id__in=user.led_team_ids)


class Membership(models.Model):
    """One person's place in one team for a period; `ends_on` is the last day."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        MANAGER = "manager", _("Manager")
        DEPUTY = "deputy", _("Deputy")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    kind = models.CharField(_("as"), max_length=7, choices=Kind.choices, default=Kind.STAFF)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["team", "kind"], name="membership_team_kind")]
        triggers = [period_noted("place_noted")]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"

    @property
    def leads(self) -> bool:
        return self.kind in {self.Kind.MANAGER, self.Kind.DEPUTY}
