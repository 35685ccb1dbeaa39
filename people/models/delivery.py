"""What is sent or shown to people, and the keys that make sending twice harmless."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.codes import Reach, reach_of
from people.models.user import User


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: dt.datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)

    def parked(self) -> Self:
        """Mails given up on, until an administrator lets them go again."""
        return self.filter(parked_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        """Administrators see that mails wait; a mail names no content."""
        return self.all() if user.is_admin else self.filter(recipient=user)

    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True, skipped_at__isnull=True, parked_at__isnull=True)


class Outbox(models.Model):
    """A mail that has to leave. Written in the transaction that causes it, sent by a sweep.

    It names a template and a path, never content: a mail says that something waits, no more.
    It ends as sent, as skipped (nobody, or nothing any more, to send it for) or as parked (every
    attempt of 24 hours failed). With `digest_on` it gathers the notices of that day.
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True)
    notice = models.ForeignKey("Notice", models.CASCADE, null=True, related_name="+")
    digest_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=models.Q(
                    sent_at__isnull=True, skipped_at__isnull=True, parked_at__isnull=True
                ),
            )
        ]

    def __str__(self) -> str:
        return self.key


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def lines(self) -> Self:
        """Unread ones that their reader wants to see; what could not be sent is a task instead."""
        return self.unread().filter(is_shown=True, failed_at__isnull=True)

    def gathered(self, user: User, day: dt.date) -> Self:
        """What the digest of a day is about: held for it or an earlier one, and still unread."""
        return self.unread().filter(recipient=user, digest_on__lte=day)

    def unreached(self) -> Self:
        """Unread ones of which a message could not be sent for 24 hours."""
        return self.unread().filter(failed_at__isnull=False)

    def beside(self, paths: Iterable[str]) -> Self:
        """Leave out calls for what stands on the same page already: nobody is told twice."""
        return self.exclude(kind__in=Notice.CALLS, path__in=set(paths))


def notice_kinds() -> list[tuple[str, str]]:
    """Return the kinds of notices; asked for late, so that a new kind changes no table."""
    return [(kind.value, str(kind.label)) for kind in Notice.Kind]


class Notice(models.Model):
    """A line for one person, with a link to the page it is about; how it reaches them is theirs.

    Each kind has its class and urgency in `people.codes.KINDS`.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("There is an answer to your report")
        ANSWER_DUE = "answer_due", _("An answer to a report is due in two working days")
        ANSWER_LATE = "answer_late", _("An answer to a report is late")
        CLOSED = "closed", _("Your report was closed; you can open it again")
        NOT_YET = "not_yet", _("A colleague says the answer is not enough yet")
        CHECKIN_MOVED = "checkin_moved", _("Your check-in has a new time")
        CHECKIN_OWNER = "checkin_owner", _("Someone else holds your check-in")
        CHECKIN_GONE = "checkin_gone", _("A check-in is with somebody else now")
        CHECKIN_TASK = "checkin_task", _("A check-in is yours to hold")
        CARE_ENDED = "care_ended", _("Your check-ins have ended; you can always ask for one")
        TALK_NOTE = "talk_note", _("You can read what was agreed in your check-in")
        SUPPORT = "support", _("A colleague counts on you for something small")
        SUPPORT_CHANGED = "support_changed", _("What was agreed in a check-in was corrected")
        NOTE_BESIDE = "note_beside", _("Something was written beside your note of a check-in")
        SAME_DAY = "same_day", _("There is something for you to look at today")
        ALERT = "alert", _("Somebody needs you now")
        LATE = "late", _("A check-in is late")
        LATE_NOW = "late_now", _("Somebody is still waiting for a check-in")
        TRENDS = "trends", _("A trend report is there")
        PARKED = "parked", _("A message could not be sent")
        FEED = "feed", _("A file with contact numbers could not be used")
        HELP = "help", _("A colleague asks for help now")
        HELP_STILL = "help_still", _("Is this still going on?")
        FELT_BACKED = "felt_backed", _("One question about the help you got")
        CONFIRM = "confirm", _("A colleague reported something for you; is it right?")
        CONFIRMED = "confirmed", _("Your colleague has answered the report you wrote for them")
        WITNESS = "witness", _("You are asked what you saw")
        QUESTION = "question", _("There is a question about your report")
        MESSAGE = "message", _("A colleague replied to your question")
        UPDATE = "update", _("Something was done with your report")
        HEARD = "heard", _("Is the answer to your report enough?")
        TASK = "task", _("There is something for you to do")
        DECISION = "decision", _("A decision is waiting for you")
        DECIDED = "decided", _("What you asked for was decided")
        REMINDER = "reminder", _("Something is due today")
        PATTERN = "pattern", _("A pattern waits for you to look at it")
        PROMISE_LATE = "promise_late", _("A promise to a customer is late")
        PRAISE = "praise", _("A good word for you, about a report")
        CARE_OFFER = "care_offer", _("Would you like somebody to ask how you are?")
        BUDDY_ASK = "buddy_ask", _("A colleague would like to talk")
        BUDDY_REPLY = "buddy_reply", _("There is an answer about your ten minutes")
        BUDDY_GONE = "buddy_gone", _("Ten minutes with a buddy do not go on")
        NOTE_SHARED = "note_shared", _("A colleague shared a private note with you")
        SLIP_USED = "slip_used", _("Somebody signed in as you with a printed slip")

    # These say that something waits; the others tell news.
    CALLS = (
        Kind.CONFIRM,
        Kind.WITNESS,
        Kind.QUESTION,
        Kind.HEARD,
        Kind.FELT_BACKED,
        Kind.TASK,
        Kind.SAME_DAY,
        Kind.DECISION,
        Kind.REMINDER,
        Kind.PATTERN,
        Kind.PROMISE_LATE,
        Kind.CARE_OFFER,
        Kind.FEED,
    )
    # Reading about these ends nothing: they wait until what is wrong is settled.
    UNTIL_SETTLED = (Kind.FEED,)

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=notice_kinds)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # Hidden lines are kept for what is sent about them; the task itself stays on Today.
    is_shown = models.BooleanField(default=True, db_default=True)
    digest_on = models.DateField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def reach(self) -> Reach:
        return reach_of(self.kind)


class IdempotencyKey(models.Model):
    """The first answer to a submit, kept so that a retry gets the same one.

    `scope` says whose key it is ("user:7", "token:3"); `body_hash` tells a retry from a new text.
    """

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    response = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
