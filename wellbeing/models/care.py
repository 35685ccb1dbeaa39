"""The check-in series of a person: what is planned, by whom, and what happened with it."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen, WishWith
from incidents.models import Incident
from people.ids import uuid7
from people.models import Team, User
from wellbeing.codes import Level, Outcome, Preset, Reason, RepeatReady, Why
from wellbeing.codes import Step as StepKind
from wellbeing.models.computed import CHANGES_COUNTED, COPIES_MARKED, HELD_BY_ANOTHER
from wellbeing.presets import Rules, rules_kept


def whys() -> list[tuple[str, str]]:
    return [(why.value, why.value) for why in Why]


class CareSeriesQuerySet(models.QuerySet["CareSeries"]):
    def running(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def visible_to(self, user: User) -> Self:
        """The person, and whoever owns or held one of its check-ins."""
        return self.filter(
            Q(person=user) | Q(checkins__owner=user) | Q(checkins__held_by=user)
        ).distinct()


class CareSeries(models.Model):
    """The care one person is offered; at most one runs per person, new reports join it.

    Beside it one private series may run, for reports that are anonymous to the manager: only the
    confidential advisers hold its talks.

    `team` is the team whose line holds the talks; `wish_with` is the person's latest choice of
    who, empty when they left it open; `wish_buddy` is the trained buddy they named, who reads
    their words only when `may_buddy_read`. `is_second_offer_made` keeps a declined offer from being
    repeated more than once. `own_steps` is what of its presets differed from the product's defaults
    when it began: it keeps to that until it ends.
    """

    class End(models.TextChoices):
        COMPLETED = "completed", _("all talks were held")
        BY_PERSON = "by_person", _("the person ended it")
        DECLINED = "declined", _("care was declined")
        LEFT = "left", _("the person does not work here any more")

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    preset = models.CharField(max_length=8, choices=[(p.value, p.value) for p in Preset])
    wish_with = models.CharField(
        max_length=8, blank=True, choices=[(w.value, w.value) for w in WishWith]
    )
    wish_buddy = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    may_buddy_read = models.BooleanField(default=False)
    is_second_offer_made = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    own_steps = models.JSONField(default=dict, db_default={})
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=9, blank=True, choices=End.choices)

    objects = CareSeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "care series"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "is_private"],
                condition=Q(ended_at__isnull=True),
                name="series_one_running",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="")
                | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="series_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def rules(self) -> Rules:
        """How far apart its contacts lie, as it was when it began."""
        return rules_kept(self.own_steps)

    @property
    def chosen_buddy(self) -> User | None:
        """The trained buddy the person wants now; choosing somebody else ends that."""
        return self.wish_buddy if self.wish_with == WishWith.BUDDY else None


class SeriesReport(models.Model):
    """A report that a series takes care of; a report belongs to one series only."""

    series = models.ForeignKey(CareSeries, models.PROTECT, related_name="reports")
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.series_id}: {self.incident_id}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: User) -> Self:
        """The person it is for, its present owner, who held it, and who was told to take over."""
        told = Escalation.objects.filter(told=user).values("checkin")
        return self.filter(
            Q(series__person=user)
            | Q(owner=user)
            | Q(held_by=user)
            | Q(pk__in=told, done_at__isnull=True, cancelled_at__isnull=True)
        )

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, cancelled_at__isnull=True)

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)

    def late(self, now: dt.datetime) -> Self:
        return self.open().filter(due_at__lt=now)

    def fell_due(self, begin: dt.datetime, end: dt.datetime) -> Self:
        """Contacts promised for a period that the person did not decline."""
        return (
            self.filter(cancelled_at__isnull=True)
            .exclude(outcome=Outcome.DECLINED)
            .alias(promised=Coalesce("promised_at", "due_at"))
            .filter(promised__gte=begin, promised__lt=end)
        )

    def kept(self) -> Self:
        return self.filter(CheckIn.in_time())


class CheckIn(models.Model):
    """One planned contact. `due_at` is computed once, in UTC; `latest_at` is the preset's bound.

    It is open until `done_at` (with an outcome) or `cancelled_at` is set. `why` says why it is
    not when the person or the preset asked. `alert_at` is since when a serious report waits for
    somebody to claim it. `escalate_at` is the next instant at which the sweep has to look at it;
    empty means never again. `attempts` counts the sweep's tries since it last went well; a row
    that keeps failing is parked.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    series = models.ForeignKey(CareSeries, models.PROTECT, related_name="checkins")
    step = models.CharField(max_length=13, choices=[(s.value, s.value) for s in StepKind])
    due_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_asked_for = models.BooleanField(default=False)
    asked_when = models.CharField(
        max_length=12, blank=True, choices=[(w.value, w.value) for w in WishWhen]
    )
    why = models.CharField(max_length=15, blank=True, choices=whys)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    repeat_ready = models.CharField(
        max_length=11, blank=True, choices=[(r.value, r.value) for r in RepeatReady]
    )
    is_help_offered = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    alert_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    # By when the contact was promised, when that is not `due_at`: moving a late one is no excuse.
    promised_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True)
    # For whom the owner stands in while they are away; it goes back unopened.
    standing_in_for = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # When its present owner first looked at it.
    opened_at = models.DateTimeField(null=True)
    # From when on the sweep has to ask whether the owner is still the right one.
    rehome_at = models.DateTimeField(null=True)

    # For calendars: how often and when its moment changed. The database counts.
    times_changed = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, outcome="", held_by__isnull=True)
                | (Q(done_at__isnull=False, held_by__isnull=False) & ~Q(outcome=""))
                | Q(done_at__isnull=False, held_by__isnull=True, outcome=Outcome.DECLINED),
                name="checkin_done_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="checkin_done_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(due_at__lte=F("latest_at")), name="checkin_within_bound"
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="checkin_claimed_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["escalate_at"],
                name="checkin_to_escalate",
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "due_at"],
                name="checkin_owner_due",
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(
                fields=["rehome_at"],
                name="checkin_to_rehome",
                condition=Q(
                    done_at__isnull=True, cancelled_at__isnull=True, rehome_at__isnull=False
                ),
            ),
            models.Index(
                fields=["standing_in_for"],
                name="checkin_stood_in",
                condition=Q(
                    done_at__isnull=True, cancelled_at__isnull=True, standing_in_for__isnull=False
                ),
            ),
            models.Index(
                fields=["id"],
                name="checkin_without_owner",
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True, owner__isnull=True),
            ),
        ]
        triggers = [HELD_BY_ANOTHER, CHANGES_COUNTED, COPIES_MARKED]

    def __str__(self) -> str:
        return str(self.public_id)

    @staticmethod
    def in_time() -> Q:
        """Held by the promised moment; a talk that was put off at the person's wish counts."""
        return Q(done_at__lte=Coalesce("promised_at", "due_at"))

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.cancelled_at is None

    @property
    def is_off(self) -> bool:
        """It does not take place: cancelled, or over without a talk; another may stand for it."""
        return self.cancelled_at is not None or self.outcome not in {"", Outcome.HELD}

    def is_late(self, now: dt.datetime) -> bool:
        return self.is_open and self.due_at < now


class Escalation(models.Model):
    """Somebody was told about a check-in, once per reason, level and the instant it counts from.

    `since` is the alert or the due moment: a check-in that gets a new moment starts anew.
    `told` is empty when there was nobody left to tell.
    """

    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="escalations")
    reason = models.CharField(max_length=9, choices=[(r.value, r.value) for r in Reason])
    level = models.PositiveSmallIntegerField(choices=[(v.value, v.name) for v in Level])
    told = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkin", "reason", "level", "since"], name="escalation_once"
            )
        ]
        indexes = [models.Index(fields=["reason", "level", "told_at"], name="escalation_told")]

    def __str__(self) -> str:
        return f"{self.checkin_id} {self.reason} {self.level}"
