"""Roll-ups: counts of reports for pages whose reader may open each of them.

They serve speed, never disclosure: what HR reads is worked out from the reports themselves and
frozen when a period closes. Everything here can be recomputed; `reports.operations.rollups` alone
writes it. Months and days are those of the place; a month is given by its first day.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from incidents.models import Customer, Product
from people.models import Team


class MonthProduct(models.Model):
    """Reports of a month about one product, or about none."""

    month = models.DateField()
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "product"], name="month_product_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.product_id}"


class MonthProductBehaviour(models.Model):
    """Reports of a month about one product by what customers did.

    `counts` holds those of each behaviour at the place of its number: one row to read instead of
    twenty. A report with two behaviours stands at both.
    """

    month = models.DateField()
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    counts = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "product"],
                name="month_product_behaviour_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.product_id}"


class MonthHour(models.Model):
    """Reports of a month on one weekday (0 is Monday) in one hour on the clock of the place.

    Reports whose hour nobody knows are left out.
    """

    month = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "weekday", "hour"], name="month_hour_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.weekday} {self.hour}"


class MonthTeam(models.Model):
    """Reports of a month of one team."""

    month = models.DateField()
    team = models.ForeignKey(
        Team, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "month"], name="month_team_once")]
        indexes = [models.Index(fields=["month"], name="month_team_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.team_id}"


class DaySeverityChannel(models.Model):
    """Reports of a day with one severity over one channel."""

    day = models.DateField()
    severity = models.PositiveSmallIntegerField()
    channel = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "severity", "channel"], name="day_severity_channel_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.severity} {self.channel}"


class CustomerScore(models.Model):
    """What is held against a customer in the last twelve months: reports, and how far they went.

    `score` adds the severity of each report times itself. Customers without a report have no row.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    reports = models.PositiveIntegerField()
    score = models.PositiveIntegerField()
    last_on = models.DateField()

    class Meta:
        ordering = ["-score", "-reports", "customer"]
        indexes = [
            models.Index(fields=["-score", "-reports", "customer"], name="customer_score_highest")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.score}"


class RollupState(models.Model):
    """Until when the roll-ups hold everything, and from which month customers are scored."""

    refreshed_at = models.DateTimeField()
    scores_from = models.DateField()

    def __str__(self) -> str:
        return f"{self.refreshed_at}"
