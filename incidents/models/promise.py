"""What a customer was promised, and what was given to make good."""

import datetime as dt
from decimal import Decimal
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FAULT_SIDES, FaultSide, Remediable
from incidents.models.customer import Customer
from incidents.models.incident import Incident
from incidents.models.words import Product
from people.ids import uuid7
from people.models import Membership, Team, User

KEPT = ("kept", "kept_bad_news", "moved")

# Nobody gives more on their own leave than HR lets a place of theirs in the team give.
_WITHIN_OWN_LIMIT = """
IF NEW.value + COALESCE((
  SELECT SUM(value) FROM incidents_remedy
  WHERE incident_id = NEW.incident_id AND kind = NEW.kind AND asked_by_id = NEW.asked_by_id
    AND decided_by_id = asked_by_id AND is_granted AND id IS DISTINCT FROM NEW.id
), 0) > COALESCE((
  SELECT MAX("limit") FROM incidents_remedyrule
  WHERE kind = NEW.kind AND (role = 'staff' OR role IN (
    SELECT place.kind FROM people_membership place
    JOIN incidents_incident incident ON incident.team_id = place.team_id
    WHERE incident.id = NEW.incident_id AND place.user_id = NEW.asked_by_id
  ))
), -1) THEN
  RAISE EXCEPTION 'this is above what the person may give' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> Self:
        """Who has to keep it, who made it, who leads the team, and advisers."""
        if user.is_adviser:
            return self.all()
        return self.filter(Q(owner=user) | Q(made_by=user) | self.led(user))

    def led(self, user: User) -> Q:
        """Those of the teams a person leads, but for what an unnamed reporter promised.

        It would tell who reported: the reporter keeps it, the adviser sees it.
        """
        is_private = Q(incident__is_anonymous=True, made_by=F("incident__reported_by"))
        return Q(team_id__in=user.led_team_ids) & ~is_private

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def overdue(self, now: dt.datetime) -> Self:
        return self.open().filter(due_at__lt=now)

    def kept(self) -> Self:
        """Done by their moment, also when the news was bad; see `Promise.is_kept`."""
        return self.filter(outcome__in=KEPT, closed_at__lte=F("due_at"))


class Promise(models.Model):
    """Something a customer was told will happen: a callback, a step, or "we look into it".

    Closing it takes an outcome. A promise that was kept with bad news was kept.
    """

    class Kind(models.TextChoices):
        CALLBACK = "callback", _("callback")
        STEP = "step", _("step that was announced")
        REVIEW = "review", _("we look into it")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("done as promised")
        KEPT_WITH_BAD_NEWS = "kept_bad_news", _("done, with bad news")
        NOT_REACHED = "not_reached", _("tried, the customer was not reached")
        MOVED = "moved", _("moved, the customer agreed")
        NOT_KEPT = "not_kept", _("not done")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CALLBACK)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="promises")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="promises")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    what = models.CharField(_("what was promised"), max_length=200)
    channel = models.PositiveSmallIntegerField(null=True)
    # Whether the customer agreed to the moment; empty when nobody said.
    is_agreed = models.BooleanField(null=True)
    due_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=13, blank=True, choices=Outcome.choices)
    note = models.CharField(_("how it went"), max_length=300, blank=True)
    # How far the clock has reminded of it: 0 not, 1 on its day, 2 when it was late.
    reminders = models.PositiveSmallIntegerField(default=0)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="promise_closed_with_outcome",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at"], name="promise_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["team", "due_at"], name="promise_team"),
        ]
        triggers = [
            # Whether it was kept is not rewritten; the customer it was made to may be put right.
            pgtrigger.Protect(
                name="promise_closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.closed_at IS NOT NULL AND (OLD.outcome, OLD.note, OLD.what, OLD.due_at,"
                    " OLD.closed_at, OLD.closed_by_id) IS DISTINCT FROM (NEW.outcome, NEW.note,"
                    " NEW.what, NEW.due_at, NEW.closed_at, NEW.closed_by_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """The page of this promise, for tasks and notices."""
        return f"/promise/{self.public_id}/"

    @property
    def shown_product(self) -> Product | None:
        """What it is about, unless that would lead to a report without a name."""
        if self.incident is None or self.incident.is_anonymous:
            return None
        return self.incident.product

    @property
    def is_kept(self) -> bool:
        """Done by its moment, also when the news was bad."""
        return self.closed_at is not None and self.outcome in KEPT and self.closed_at <= self.due_at


def role_in(user: User, team_id: int) -> Remediable:
    """As what somebody gives a remedy: by their place in the team today."""
    kinds = {place.kind for place in user.present_memberships if place.team_id == team_id}
    if Membership.Kind.MANAGER in kinds:
        return Remediable.MANAGER
    return Remediable.DEPUTY if Membership.Kind.DEPUTY in kinds else Remediable.STAFF


class RemedyRule(models.Model):
    """What a role may give without asking, up to which value. Set by HR."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=7, choices=[(r.value, r.value) for r in Remediable])
    limit = models.DecimalField(_("up to"), max_digits=9, decimal_places=2, default=0)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "role"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "role"], name="remedy_rule_once"),
            models.CheckConstraint(condition=Q(limit__gte=0), name="remedy_rule_limit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.role}"


class RemedyQuerySet(models.QuerySet["Remedy"]):
    def visible_to(self, user: User) -> Self:
        """Who sees the report, who asked, and the level above that was asked."""
        led = user.led_team_ids
        above = Q(incident__team__parent__in=led) | Q(incident__team__parent__parent__in=led)
        return self.filter(
            Q(incident__in=Incident.objects.visible_to(user))
            | Q(asked_by=user)
            | (Q(is_for_next_level=True) & above)
        )

    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def given(self) -> Self:
        return self.filter(is_granted=True)


class Remedy(models.Model):
    """Something given to make good, or asked for above what the person may give."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="remedies")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    kind = models.PositiveSmallIntegerField()
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=2, default=0)
    fault_side = models.CharField(
        max_length=6, choices=[(side.value, label) for side, label in FAULT_SIDES.items()]
    )
    note = models.CharField(_("what exactly"), max_length=200, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Above what the team's manager may give: the level above answers.
    is_for_next_level = models.BooleanField(default=False)
    # Within the limit nobody is asked: it is granted by the one who gives it.
    is_granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name_plural = "remedies"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    is_granted__isnull=True, decided_at__isnull=True, decided_by__isnull=True
                )
                | Q(is_granted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="remedy_decided_by",
            ),
            models.CheckConstraint(
                condition=~Q(is_granted=False) | ~Q(reason=""), name="remedy_refused_with_reason"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="remedy_value"),
            # Above one's limit it waits for somebody else: own leave is given at once or never.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("asked_by"))
                | Q(decided_at=F("asked_at"), is_granted=True),
                name="remedy_not_own_answer",
            ),
            models.CheckConstraint(
                condition=Q(fault_side__in=[side.value for side in FaultSide]),
                name="remedy_fault_side",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="remedy_within_own_limit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.decided_by_id = NEW.asked_by_id"),
                func=_WITHIN_OWN_LIMIT,
            ),
            pgtrigger.Protect(
                name="remedy_answered_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """The page where it is answered, for tasks and notices."""
        return f"/remedy/{self.public_id}/"

    def can_be_decided_by(self, user: User, deputy_limit: Decimal | None) -> bool:
        """A manager, a deputy who may give as much, or the level up; never who asked."""
        if self.asked_by_id == user.pk:
            return False
        team = self.incident.team
        if self.is_for_next_level:
            above = {team.parent_id, team.parent.parent_id if team.parent else None}
            return any(
                place.team_id in above and place.kind == Membership.Kind.MANAGER
                for place in user.present_memberships
            )
        role = role_in(user, team.pk)
        if role == Remediable.DEPUTY:
            return deputy_limit is not None and self.value <= deputy_limit
        return role == Remediable.MANAGER
