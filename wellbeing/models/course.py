"""Courses, who had them when, and who looked at the short quiz. No result of anybody is kept."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import Membership, User
from wellbeing.renewal import Terms


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: User) -> Self:
        """Everybody may know which courses there are."""
        return self.all()

    def active(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Course(models.Model):
    """A course that is given: about what, who should begin with it, when again."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    topics = ArrayField(models.PositiveSmallIntegerField())
    repeat_months = models.PositiveSmallIntegerField(null=True)
    # New starters have it within so many days; new is who began on or after that day.
    starter_days = models.PositiveSmallIntegerField(null=True)
    starters_since = models.DateField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="course_name_once"),
            models.CheckConstraint(
                condition=Q(repeat_months__isnull=True) | Q(repeat_months__range=(1, 120)),
                name="course_repeat_range",
            ),
            models.CheckConstraint(
                condition=Q(starter_days__isnull=True, starters_since__isnull=True)
                | Q(starter_days__range=(1, 365), starters_since__isnull=False),
                name="course_starters_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        return Terms(self.starter_days, self.starters_since, self.repeat_months)


class CourseAttendanceQuerySet(models.QuerySet["CourseAttendance"]):
    def visible_to(self, user: User) -> Self:
        """The person, and who leads one of their present teams."""
        led = Membership.objects.led_by(user, timezone.localdate())
        return self.filter(Q(person=user) | Q(person__in=led.values("user")))


class CourseAttendance(models.Model):
    """Somebody had a course on a day. That is all: no mark, no remark."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="attendances")
    done_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = CourseAttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "done_on"], name="attendance_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.done_on}"


class QuizVisitQuerySet(models.QuerySet["QuizVisit"]):
    def visible_to(self, user: User) -> Self:
        """The person alone."""
        return self.filter(person=user)


class QuizVisit(models.Model):
    """Somebody went through "where is the line": the day alone. What they answered is not kept."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    seen_on = models.DateField()

    objects = QuizVisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.seen_on}"
