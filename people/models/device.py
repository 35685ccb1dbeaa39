"""Devices: the key pair of unsent reports, closed phones that want a push, shared tills."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models.delivery import Notice
from people.models.team import Team
from people.models.user import User


class AccountKey(models.Model):
    """The key pair that keeps an account's unsent reports unreadable on a device.

    The public half lies with the cached form. The private half, sealed with a key outside the
    database, is handed to a signed-in session of the account alone.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    public_key = models.JSONField()
    sealed_private_key = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class PushSubscription(models.Model):
    """A browser that may be woken by "somebody needs you". The message holds no content."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True)

    objects = PushSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class PushQuerySet(models.QuerySet["Push"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def due(self, now: dt.datetime) -> Self:
        return self.waiting().filter(due_at__lte=now, expires_at__gt=now)


class Push(models.Model):
    """One waking that has to leave, written in the transaction that causes it, sent by a sweep.

    It names a path, never content. It ends as sent, as failed, or by being too old to wake for.
    What it tells of is the notice; a call for help wakes for some minutes only.
    """

    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="pushes")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = PushQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="push_once"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="push_sent_or_failed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="push_due",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key


class TeamDeviceQuerySet(models.QuerySet["TeamDevice"]):
    def registered(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Administrators see every device, managers those of their teams."""
        return self.all() if user.is_admin else self.filter(team_id__in=user.led_team_ids)


class TeamDevice(models.Model):
    """A shared till or desk. Its cookie holds a secret that is kept here as a hash only."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="devices")
    name = models.CharField(_("name of the place"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    last_seen_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = TeamDeviceQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "name"]

    def __str__(self) -> str:
        return self.name


class DevicePinQuerySet(models.QuerySet["DevicePin"]):
    def visible_to(self, user: User) -> Self:
        """Everybody their own."""
        return self.filter(user=user)


class DevicePin(models.Model):
    """A short code with which a person signs in on a device of their team, nowhere else.

    `failed` counts wrong tries since it last was right: after ten it opens nothing any more.
    """

    MOST_TRIES = 10

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    pin_hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()
    failed = models.PositiveSmallIntegerField(default=0)

    objects = DevicePinQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def is_blocked(self) -> bool:
        return self.failed >= self.MOST_TRIES


class DutySwitch(models.Model):
    """Somebody said by hand that they are, or are not, on duty; the team's hours decide else."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    is_on_duty = models.BooleanField()
    # The switch holds until then; without it until it is switched again.
    until = models.DateTimeField(null=True)
    switched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
