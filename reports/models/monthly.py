"""The frozen report of each closed month."""

from typing import Self

from django.db import models

from people.models import User


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
