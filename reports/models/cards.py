"""The cards of patterns, and what is done about them."""

import datetime as dt
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.models import Customer, CustomerMerge, Product
from people.ids import uuid7
from people.models import Team, User
from reports.card_life import CardState, state_of


class PatternCardQuerySet(models.QuerySet["PatternCard"]):
    def visible_to(self, user: User) -> Self:
        """Those of products for HR, those of a customer for who leads the team that met them.

        A card of a product rests on what the frozen reports show; one of a customer on reports
        that who leads the team may open one by one.
        """
        of_teams = models.Q(team__in=user.led_team_ids)
        return (
            self.filter(of_teams | models.Q(customer=None)) if user.is_hr else self.filter(of_teams)
        )

    def open(self) -> Self:
        """Those that are not closed; one that was dismissed until a day stays open."""
        return self.filter(closed_at__isnull=True)


class PatternCard(models.Model):
    """A product, or a customer of one team, with more reports than expected; and what came of it.

    The numbers about a product stand in the frozen reports; the card holds what people decided.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    # The team whose reports a card about a customer counts.
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    reports = models.PositiveIntegerField(null=True)
    reporters = models.PositiveIntegerField(null=True)
    opened_in = models.DateField()
    seen_in = models.DateField()
    opened_at = models.DateTimeField()
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    look_again_on = models.DateField(null=True)
    dismissed_until = models.DateField(null=True)
    dismissed_why = models.TextField(default="")
    dismissed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    result = models.TextField(default="")
    # Drawn and counted by the worker, from closed months alone: the chart with its usual range,
    # and what colleagues named as the cause, counted once.
    picture = models.JSONField(default=dict)
    causes = models.JSONField(default=dict)
    # The organisation's own survey among customers.
    survey_url = models.URLField(max_length=500, default="")
    survey_sent_on = models.DateField(null=True)
    survey_result = models.TextField(default="")

    objects = PatternCardQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_in", "-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_pattern_card_per_product",
            ),
            models.UniqueConstraint(
                fields=["customer", "team"],
                condition=models.Q(closed_at__isnull=True, customer__isnull=False),
                name="one_open_pattern_card_per_customer",
            ),
            models.CheckConstraint(
                condition=models.Q(product__isnull=False, customer__isnull=True, team__isnull=True)
                | models.Q(product__isnull=True, customer__isnull=False, team__isnull=False),
                name="pattern_card_about_one_thing",
            ),
            # One person alone never names a customer.
            models.CheckConstraint(
                condition=models.Q(customer__isnull=True)
                | models.Q(reports__gte=3, reporters__gte=2),
                name="pattern_card_customer_by_two_colleagues",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_by__isnull=False),
                name="pattern_card_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(dismissed_until__isnull=True) | ~models.Q(dismissed_why=""),
                name="pattern_card_dismissed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(survey_url="") | models.Q(survey_url__startswith="https://"),
                name="pattern_card_survey_is_encrypted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return reverse("reports:pattern", args=[self.public_id])

    @property
    def subject(self) -> str:
        """What the card is about, by name."""
        if self.product is not None:
            return str(self.product)
        identity = self.customer.identity if self.customer is not None else None
        return identity.name or identity.reference if identity is not None else ""

    def state(self, today: dt.date) -> CardState:
        """Say where the card stands on a day."""
        return state_of(
            is_taken=self.owner_id is not None,
            steps=[step.starts_on for step in self.steps.all()],
            look_again_on=self.look_again_on,
            dismissed_until=self.dismissed_until,
            is_closed=self.closed_at is not None,
            today=today,
        )


class JoinedCardQuerySet(models.QuerySet["JoinedCard"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cards that a person may read."""
        return self.filter(card__in=PatternCard.objects.visible_to(user))


class JoinedCard(models.Model):
    """A card that went along when two entries of one customer were joined, to be taken back.

    With `continued_in` it was closed, because the other entry had an open card of that team.
    """

    merge = models.ForeignKey(CustomerMerge, models.CASCADE, related_name="+")
    card = models.ForeignKey(PatternCard, models.CASCADE, related_name="joins")
    continued_in = models.ForeignKey(PatternCard, models.PROTECT, null=True, related_name="+")

    objects = JoinedCardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "card"], name="card_joined_once"),
        ]

    def __str__(self) -> str:
        return f"{self.merge_id} {self.card_id}"


class PatternRunQuerySet(models.QuerySet["PatternRun"]):
    def visible_to(self, _user: User) -> Self:
        """Nobody: what may be shown of it is shown by cards and by the frozen reports."""
        return self.none()


class PatternRun(models.Model):
    """What the engine found in one night, with the versions of engine and prior and of the data.

    The same data give the same findings, so a night without anything new writes nothing.
    """

    until = models.DateField()
    made_at = models.DateTimeField()
    # The last night that came to the same; empty in runs from before this was noted.
    looked_at = models.DateTimeField(null=True)
    engine = models.PositiveSmallIntegerField()
    data = models.CharField(max_length=64)
    basis = models.CharField(max_length=12)
    priors = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    objects = PatternRunQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["until", "engine", "data"], name="pattern_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.until} {self.data[:8]}"


class CardStepQuerySet(models.QuerySet["CardStep"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cards that a person may read."""
        return self.filter(card__in=PatternCard.objects.visible_to(user))


class CardStep(models.Model):
    """Something that is done about a pattern: what, by whom, from when, and the drop hoped for."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talked over")
        QUICK = "quick", _("Quick change")
        SURVEY = "survey", _("Customer survey")
        LETTER = "letter", _("Letter to customers")
        TRAINING = "training", _("Training")
        FIX = "fix", _("Change of price or process")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    card = models.ForeignKey(PatternCard, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=100)
    # Measured at all reports of one team instead of at what the card is about.
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    expected_drop = models.PositiveSmallIntegerField(null=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # What came of it, worked out by the worker from what closed months showed.
    effect = models.JSONField(default=dict)

    objects = CardStepQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-added_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expected_drop__isnull=True)
                | models.Q(expected_drop__range=(1, 100)),
                name="card_step_drop_is_a_percentage",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CardMessageQuerySet(models.QuerySet["CardMessage"]):
    def visible_to(self, user: User) -> Self:
        """Who may read the card, and those it was sent to."""
        cards = PatternCard.objects.visible_to(user)
        return self.filter(models.Q(card__in=cards) | models.Q(readers=user)).distinct()


class CardMessage(models.Model):
    """What those who reported are told; nobody sees who they are.

    `readers` is never shown or counted on a page: fewer than five would be somebody.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    card = models.ForeignKey(PatternCard, models.CASCADE, related_name="messages")
    words = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    readers = models.ManyToManyField(User, related_name="+")

    objects = CardMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return reverse("reports:pattern_message", args=[self.public_id])
