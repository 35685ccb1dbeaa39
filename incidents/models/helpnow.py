"""Help now: a call, who was rung, who took over and how that felt, and cover for a break."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import Site, Team, TeamDevice, User


class TakeoverKind(models.TextChoices):
    """How somebody steps in."""

    ADVISE = "advise", _("advise")
    JOIN = "join", _("come and stand beside")
    TAKE_OVER = "take_over", _("take over")


class HelpCallQuerySet(models.QuerySet["HelpCall"]):
    def visible_to(self, user: User) -> Self:
        """Who called, who was rung, who accepted, and who leads the team now."""
        return self.filter(
            Q(raised_by=user)
            | Q(accepted_by=user)
            | Q(rings__person=user)
            | Q(team_id__in=user.led_team_ids)
        ).distinct()

    def open(self) -> Self:
        """Calls that are neither withdrawn nor ended."""
        return self.filter(withdrawn_at__isnull=True, ended_at__isnull=True)

    def waiting(self) -> Self:
        """Open calls that nobody has accepted."""
        return self.open().filter(accepted_at__isnull=True)


class HelpCall(models.Model):
    """One press of "Help now". `level` is how far it has gone; `escalate_at` when it goes on.

    `asked_at` is when both people were asked whether an accepted call is still going on,
    `still_at` when one of them last said that it is.
    `exhausted_at` is when the last level was reached without anybody: the phone numbers show.
    """

    class Level(models.IntegerChoices):
        MANAGERS = 1, _("managers")
        DEPUTIES = 2, _("deputies")
        ABOVE = 3, _("the manager of the team above")
        ADVISERS = 4, _("the confidential adviser")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    # Empty when a shared device called and nobody had signed in.
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    device = models.ForeignKey(TeamDevice, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=64)
    wanted = models.CharField(max_length=9, blank=True, choices=TakeoverKind)
    heat = models.PositiveSmallIntegerField(null=True)
    channel = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(_("where"), max_length=80, blank=True)
    raised_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.MANAGERS)
    escalate_at = models.DateTimeField(null=True)
    exhausted_at = models.DateTimeField(null=True)
    # When a phone that was to be woken could not be: the numbers show as well.
    send_failed_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    still_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    incident = models.OneToOneField(Incident, models.PROTECT, null=True, related_name="help_call")

    objects = HelpCallQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["raised_by", "device", "key"],
                nulls_distinct=False,
                name="help_call_key_once",
            ),
            models.UniqueConstraint(
                fields=["raised_by"],
                condition=Q(withdrawn_at__isnull=True, ended_at__isnull=True),
                name="help_call_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="help_call_accepted_by",
            ),
            models.CheckConstraint(
                condition=Q(raised_by__isnull=False) | Q(device__isnull=False),
                name="help_call_from_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True)
                | Q(raised_by__isnull=True)
                | ~Q(accepted_by=F("raised_by")),
                name="help_call_not_own",
            ),
            models.CheckConstraint(
                condition=Q(heat__isnull=True) | Q(heat__range=(1, 4)), name="help_call_heat"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(ended_at__isnull=True),
                name="help_call_withdrawn_or_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["escalate_at"],
                name="help_call_open",
                condition=Q(withdrawn_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(fields=["team", "raised_at"], name="help_call_team"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """The page of this call, for notices, mails and pushes."""
        return f"/help/call/{self.public_id}/"

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.ended_at is None

    @property
    def shows_phones(self) -> bool:
        """Nobody has come, and waiting longer may be in vain: time to call."""
        return self.is_waiting and bool(self.exhausted_at or self.send_failed_at)

    @property
    def is_waiting(self) -> bool:
        """Nobody has said yet that they come."""
        return self.is_open and self.accepted_at is None

    @property
    def is_asked(self) -> bool:
        """Both were asked whether it is still going on, and nobody has said so."""
        if not self.is_open or self.asked_at is None:
            return False
        return self.still_at is None or self.still_at < self.asked_at

    @property
    def leads_nowhere(self) -> bool:
        """Nobody answered up to the last level, or nobody answered the question."""
        return self.is_asked or (self.is_waiting and self.exhausted_at is not None)

    @property
    def seconds_to_accept(self) -> float | None:
        """How long the caller waited until somebody came, in seconds."""
        if self.accepted_at is None:
            return None
        return (self.accepted_at - self.raised_at).total_seconds()


class HelpRing(models.Model):
    """Somebody is asked to come. `seen_at` is when an open page of theirs has shown it."""

    call = models.ForeignKey(HelpCall, models.PROTECT, related_name="rings")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=HelpCall.Level.choices)
    rung_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="help_ring_once")]
        indexes = [models.Index(fields=["person", "rung_at"], name="help_ring_person")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.person_id}"


class TakeoverQuerySet(models.QuerySet["Takeover"]):
    def visible_to(self, user: User) -> Self:
        """The two people it was between, and who leads the team now."""
        return self.filter(Q(person=user) | Q(taken_by=user) | Q(team_id__in=user.led_team_ids))


class Takeover(models.Model):
    """Somebody stepped in for a colleague, in one of three ways.

    `is_said` notes that the words "this is only the next step" were said to the customer.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.OneToOneField(HelpCall, models.PROTECT, null=True, related_name="takeover")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="takeovers")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=TakeoverKind)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    reason = models.PositiveSmallIntegerField(null=True)
    is_said = models.BooleanField(default=False)

    objects = TakeoverQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("taken_by")), name="takeover_between_two")
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """Where the person who was helped says whether they felt backed."""
        return f"/takeover/{self.public_id}/felt-backed/"


class FeltBacked(models.Model):
    """What the person said to one question: did you feel backed? Theirs to show or to keep."""

    class Reply(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    takeover = models.OneToOneField(Takeover, models.PROTECT, related_name="felt_backed")
    reply = models.CharField(max_length=6, choices=Reply.choices)
    may_manager_see = models.BooleanField(default=False)
    replied_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.takeover_id}"


class BreakQuerySet(models.QuerySet["Break"]):
    def visible_to(self, user: User) -> Self:
        """The person, and who has to find cover now."""
        return self.filter(Q(person=user) | Q(team_id__in=user.led_team_ids))


class Break(models.Model):
    """Somebody is away for a breath and needs cover. The row is removed when they are back.

    Nothing remains of it, so no figure about a person can be made.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.OneToOneField(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    covered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = BreakQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class HelpRouteQuerySet(models.QuerySet["HelpRoute"]):
    def visible_to(self, user: User) -> Self:
        """Administrators set them; others meet what they lead to."""
        return self.all() if user.is_admin else self.none()

    def of(self, team: Team) -> Self:
        return self.filter(team=team)


class HelpRoute(models.Model):
    """How a team's calls travel; a team without its own row follows the organisation's defaults.

    `levels` are the levels in order; `seconds` is how long each waits for an answer.
    """

    team = models.OneToOneField(Team, models.CASCADE, null=True, related_name="+")
    levels = models.JSONField(default=list)
    seconds = models.PositiveSmallIntegerField(_("seconds per step"), default=60)

    objects = HelpRouteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__range=(30, 300)), name="help_route_seconds"
            ),
            models.UniqueConstraint(fields=["team"], nulls_distinct=False, name="help_route_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}"

    @staticmethod
    def all_levels() -> list[int]:
        return [int(level) for level in HelpCall.Level]

    @property
    def step(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.seconds)
