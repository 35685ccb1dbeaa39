"""What reports rest on: contacts as exposure, and the frozen report of each closed month."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Product
from people.models import Team, User


class ContactVolume(models.Model):
    """Contacts with customers on one day, per product, team and channel: the exposure."""

    day = models.DateField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    channel = models.PositiveSmallIntegerField()
    contacts = models.PositiveIntegerField(_("contacts"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "team", "product", "channel"],
                name="contact_volume_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.team_id}"


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def visible_to(self, user: User) -> Self:
        """HR alone."""
        return self.all() if user.is_hr else self.none()


class MonthlyReport(models.Model):
    """The figures of one closed month, made once. Everything in it passed disclosure control."""

    month = models.DateField(unique=True)
    made_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)
    figures = models.JSONField()

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="monthly_report_first_of_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
