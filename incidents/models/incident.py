"""What happened: the header of a report, the words of the reporter, and unfinished drafts."""

import datetime as dt
from typing import Self

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from incidents.codes import (
    BEHAVIOUR_BY_KEY,
    BEHAVIOUR_BY_NUMBER,
    Behaviour,
    Reading,
    Severity,
    WishWhen,
    WishWith,
)
from incidents.codes.after import BEHAVED_BY, KEPT_RELATION, PREPARED, BehavedBy, Prepared
from incidents.models.change import FIGURES_NOTED
from incidents.models.computed import CLOSED_BY_REPLY, severity_follows
from incidents.models.customer import Customer
from incidents.models.procedure import Procedure
from incidents.models.words import Product
from incidents.severity import care_severity
from people.ids import uuid7
from people.models import Site, Team, User

LEGAL_THREAT = BEHAVIOUR_BY_KEY["review_or_legal_threat"].number
DETAILS_FOR = dt.timedelta(days=14)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """Reporters see their own; present managers and deputies their teams'; advisers all."""
        if user.is_adviser:
            return self.all()
        led = Q(team_id__in=user.led_team_ids, refused_at__isnull=True)
        return self.filter(Q(reported_by=user) | led)

    def readable_by(self, user: User) -> Self:
        """Reports whose story may be read: seen, and not withheld from who came later."""
        consents = apps.get_model("incidents", "ReadingConsent")._default_manager
        withheld = consents.filter(reader=user).exclude(may_read=True)
        return self.visible_to(user).exclude(pk__in=withheld.values("incident"))

    def led_by(self, user: User) -> Self:
        """Reports of the teams this person leads now, as the one who has to act on them."""
        led = self.filter(team_id__in=user.led_team_ids, refused_at__isnull=True)
        return led.exclude(reported_by=user)

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def owed_answer(self) -> Self:
        """Open reports whose reporter waits for an answer, or for a better one."""
        return self.open().filter(answer_due_at__isnull=False).exclude(answers__reply="")

    def about(self, customer: Customer) -> Self:
        return self.filter(customer=customer)

    def counted(self) -> Self:
        """Reports that figures may count: told, or confirmed, by the person it happened to."""
        return self.filter(confirmed_at__isnull=False)

    def held_against_customer(self) -> Self:
        """Counted reports that no objection has taken out of what is held about the customer."""
        return self.counted().filter(set_aside_at__isnull=True)

    def confirmed(self) -> Self:
        """Reports whose latest judgement found that the manner was not all right."""
        return self._judged_last().filter(was_manner_right=False)

    def cleared(self) -> Self:
        """Reports whose latest judgement found that the manner was all right."""
        return self._judged_last().filter(was_manner_right=True)

    def _judged_last(self) -> Self:
        judgements = apps.get_model("incidents", "Judgement")._default_manager
        latest = judgements.filter(incident=OuterRef("pk")).order_by("-judged_at", "-pk")
        is_right = Subquery(latest.values("is_manner_right")[:1])
        return self.alias(was_manner_right=is_right)


class Incident(models.Model):
    """The header of one report: facts for acting and counting, no free text.

    `severity` is computed from behaviours; the day and hour are stored in the local time of the
    place, beside the instant, because reports count by local time. A register that names the day
    alone leaves the hour empty: it counts for the day and for no hour.
    """

    class Source(models.IntegerChoices):
        FORM = 1, _("form")
        API = 2, _("another system")
        IMPORT = 3, _("register")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="incidents")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="incidents")
    channel = models.PositiveSmallIntegerField()
    behaviours = ArrayField(models.PositiveSmallIntegerField())
    severity = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Severity])
    reading = models.PositiveSmallIntegerField(
        null=True, choices=[(r.value, r.name) for r in Reading]
    )
    complaint_valid = models.PositiveSmallIntegerField(null=True)
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField()
    local_hour = models.PositiveSmallIntegerField(null=True)
    reported_at = models.DateTimeField()
    source = models.PositiveSmallIntegerField(choices=Source.choices, default=Source.FORM)
    import_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique when given
    wish_when = models.CharField(
        max_length=12, blank=True, choices=[(w.value, w.value) for w in WishWhen]
    )
    wish_at = models.DateTimeField(null=True)
    wish_with = models.CharField(
        max_length=8, blank=True, choices=[(w.value, w.value) for w in WishWith]
    )
    wish_buddy = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What is filled in afterwards, within 14 days; the numbers are those of incidents.codes.after.
    trigger = models.PositiveSmallIntegerField(null=True)
    circumstances = ArrayField(models.PositiveSmallIntegerField(), default=list)
    outcome = models.PositiveSmallIntegerField(null=True)
    relation_after = models.PositiveSmallIntegerField(null=True)
    is_manner_right = models.BooleanField(null=True)
    behaved_by = models.CharField(
        max_length=13, blank=True, choices=[(who.value, label) for who, label in BEHAVED_BY.items()]
    )
    # Felt prepared for it? A question about training; for the reporter and who reads the report.
    prepared = models.CharField(
        max_length=6,
        blank=True,
        choices=[(answer.value, label) for answer, label in PREPARED.items()],
    )
    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, related_name="+")
    broken_promise = models.ForeignKey(
        "incidents.Promise", models.PROTECT, null=True, related_name="caused"
    )
    # Somebody else wrote it for the person; it counts once the person has confirmed it.
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    is_anonymous = models.BooleanField(default=False)
    # How often somebody was told that the answer is due: soon, late, and the next level.
    answer_reminders = models.PositiveSmallIntegerField(default=0)
    # An objection or a move has taken it out of what is held about the customer.
    set_aside_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Empty when nobody replied to two questions and the sweep closed it.
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(behaviours__len__gte=1), name="incident_has_behaviour"
            ),
            models.CheckConstraint(condition=Q(severity__lte=4), name="incident_severity_range"),
            models.CheckConstraint(condition=severity_follows(), name="incident_severity_follows"),
            models.CheckConstraint(
                condition=Q(reading__isnull=True) | Q(reading__range=(1, 4)),
                name="incident_reading_range",
            ),
            models.CheckConstraint(condition=Q(local_hour__lte=23), name="incident_hour_range"),
            models.CheckConstraint(
                condition=Q(wish_when="at", wish_at__isnull=False)
                | (~Q(wish_when="at") & Q(wish_at__isnull=True)),
                name="incident_wish_at_has_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
                name="incident_closed_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(written_by__isnull=False),
                name="incident_unconfirmed_has_writer",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
                name="incident_confirmed_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | ~Q(written_by=models.F("reported_by")),
                name="incident_writer_is_another",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(written_by__isnull=True),
                name="incident_anonymous_is_own",
            ),
            models.CheckConstraint(
                condition=Q(behaved_by__in=["", *(who.value for who in BehavedBy)]),
                name="incident_behaved_by",
            ),
            models.CheckConstraint(
                condition=Q(prepared__in=["", *(answer.value for answer in Prepared)]),
                name="incident_prepared",
            ),
        ]
        indexes = [
            # All that is counted of a team's reports, so that counting them reads the index alone.
            models.Index(
                fields=["team", "occurred_on"],
                include=[
                    *("product", "severity", "channel", "local_hour"),
                    *("behaviours", "confirmed_at"),
                ],
                name="incident_team_day",
            ),
            # Reports come in by the day: a few kilobytes find those of a month.
            BrinIndex(fields=["occurred_on"], name="incident_day"),
            models.Index(fields=["reported_by", "-occurred_at"], name="incident_reporter"),
            models.Index(fields=["customer", "-occurred_at"], name="incident_customer"),
            models.Index(
                fields=["answer_due_at"], name="incident_open", condition=Q(closed_at__isnull=True)
            ),
        ]
        triggers = [
            # It follows from what was told and nobody lowers it: a lower reading is a judgement.
            pgtrigger.ReadOnly(name="severity_stays", fields=["severity", "behaviours"]),
            # A report keeps the steps that held at its moment.
            pgtrigger.ReadOnly(name="procedure_stays_kept", fields=["procedure"]),
            CLOSED_BY_REPLY,
            *FIGURES_NOTED,
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """The page of this report, for notices and mails."""
        return f"/report/{self.public_id}/"

    def is_led_by(self, user: User) -> bool:
        """Say whether this person acts on it: leads the team now or is an adviser, never the
        reporter.
        """
        is_in_charge = user.is_adviser or self.team_id in user.led_team_ids
        return is_in_charge and self.reported_by_id != user.pk

    def hides_reporter_from(self, user: User) -> bool:
        """Whether this reader may not know who reported it.

        An anonymous report has a name for the reporter and for advisers who do not lead the team.
        """
        if not self.is_anonymous or self.reported_by_id == user.pk:
            return False
        return not user.is_adviser or self.team_id in user.led_team_ids

    def shown_reporter(self, user: User) -> User | None:
        """Who reported it, as far as this reader may know; use it wherever a reporter shows."""
        return None if self.hides_reporter_from(user) else self.reported_by

    @property
    def has_ended(self) -> bool:
        """Whether the contact is over and did not spoil the relation, so that it can be praised."""
        is_kept = self.relation_after in KEPT_RELATION
        return is_kept or self.outcome is not None or self.closed_at is not None

    @property
    def details_until(self) -> dt.datetime:
        """Until when the reporter may fill in what was left out."""
        return self.reported_at + DETAILS_FOR

    @property
    def behaviour_words(self) -> list[Behaviour]:
        """The behaviours as entries of the code list, in the order of the list."""
        return sorted((BEHAVIOUR_BY_NUMBER[n] for n in self.behaviours), key=lambda b: b.number)

    @property
    def prepared_choices(self) -> list[tuple[str, object]]:
        """The answers to "Did you feel prepared?", for the page that asks by one tap."""
        return [(answer.value, label) for answer, label in PREPARED.items()]

    @property
    def is_for_legal(self) -> bool:
        """Whether the customer threatened with a review or a lawsuit: nobody argues about that."""
        return LEGAL_THREAT in self.behaviours

    @property
    def care_severity(self) -> Severity:
        """The severity that care and alerts follow: the person's own reading may raise it."""
        return care_severity(
            Severity(self.severity), Reading(self.reading) if self.reading else None
        )


class NarrativeQuerySet(models.QuerySet["Narrative"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.readable_by(user))


class Narrative(models.Model):
    """The reporter's own words. Never edited and never removed here: corrections are new rows.

    `part` tells the story from the words that were used, which reports mask, and from facts that
    came up in a talk: `written_by` held it.
    """

    class Part(models.TextChoices):
        STORY = "story", _("what happened")
        SAID = "said", _("what was said")
        FACTS = "facts", _("facts added in a talk")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="narratives")
    part = models.CharField(max_length=5, choices=Part.choices, default=Part.STORY)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    body = models.TextField(max_length=10_000)

    objects = NarrativeQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"


class Draft(models.Model):
    """An unfinished report, one per account, kept on the server until it is sent or thrown away."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    data = models.JSONField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
