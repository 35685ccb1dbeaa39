"""The organisation's own settings (one row) and its sites."""

import datetime as dt
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from people.ids import uuid7

HEAVIEST = 100


def _weight(label: Any, default: int) -> "models.PositiveSmallIntegerField[int, int]":  # noqa: ANN401
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(HEAVIEST)]
    )


class Organisation(models.Model):
    """What is true for the whole organisation. There is exactly one row."""

    name = models.CharField(_("name"), max_length=120, default="Luwte")
    language = models.CharField(_("language"), max_length=5, default="en")
    time_zone = TimeZoneField(_("time zone"), default="Europe/Amsterdam")
    security_phone = models.CharField(_("phone of security"), max_length=40, blank=True)
    # Smallest number of different reporters behind a published figure; it can only go up.
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group"), default=5, validators=[MinValueValidator(5), MaxValueValidator(20)]
    )
    working_weekdays = models.CharField(
        max_length=7, default="12345", help_text=_("ISO weekdays people work, 1 is Monday")
    )
    day_starts_at = models.TimeField(_("working day starts"), default=dt.time(9))
    day_ends_at = models.TimeField(_("working day ends"), default=dt.time(17))

    # Whose public holidays count: ISO 3166 codes, as the `holidays` package knows them.
    country = models.CharField(_("country"), max_length=2, blank=True, default="NL")
    region = models.CharField(_("region"), max_length=20, blank=True)

    emergency_number = models.CharField(_("emergency number"), max_length=20, default="112")
    address = models.CharField(_("address of the organisation"), max_length=240, blank=True)
    objection_address = models.CharField(_("where customers object"), max_length=240, blank=True)
    # The confirmed report that opens "do we still want this relation?", within 12 months.
    relation_review_at = models.PositiveSmallIntegerField(
        _("reports before the relation is reconsidered"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(20)],
    )

    # From when many small things lead to the offer of a check-in, and how much each thing weighs.
    # All are this product's own defaults: nobody has shown that they are right.
    load_limit = models.PositiveSmallIntegerField(
        _("load from which a check-in is offered"),
        default=10,
        validators=[MinValueValidator(3), MaxValueValidator(100)],
    )
    load_days = models.PositiveSmallIntegerField(
        _("days that count for it"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    load_rest_days = models.PositiveSmallIntegerField(
        _("days before it is offered again"),
        default=28,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
    )
    weight_rude = _weight(_("weight of a rude contact"), 1)
    weight_abusive = _weight(_("weight of an abusive contact"), 3)
    weight_threat = _weight(_("weight of a threat or damage"), 6)
    weight_violence = _weight(_("weight of violence"), 10)
    weight_impact = _weight(_("weight of what still stays with somebody"), 2)
    # Whether a reporter is asked how much something took out of them at work.
    has_impact_tap = models.BooleanField(_("impact question"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(smallest_group__gte=5), name="organisation_smallest_group"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """Return the one row; an organisation that was never set up has the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def day_of(self, moment: dt.datetime) -> dt.date:
        """Return the calendar day of a moment where the organisation is, whoever asks."""
        zone: ZoneInfo = self.time_zone
        return moment.astimezone(zone).date()


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, user: object) -> Self:
        """Sites are known to everybody."""
        return self.all()


class Site(models.Model):
    """A place where people work: shop, desk, call centre."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    time_zone = TimeZoneField(_("time zone"), default="Europe/Amsterdam")
    # Empty follows the organisation.
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=20, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
