"""Courses: what is given, and who had it when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import SettingChange, User
from people.operations import note_settings
from wellbeing.models import Course, CourseAttendance, QuizVisit, TrainingNeed
from wellbeing.operations.training import TOPIC_NUMBERS

BATCH = 1000
NAME_TAKEN = _("There is a course with this name already.")
NO_TOPIC = _("Choose at least one subject from the list.")
NOT_YET = _("Choose a day that is not in the future.")
REPEAT_MOST, STARTER_DAYS_MOST = 120, 365


@dataclass(frozen=True, kw_only=True)
class CourseInput:
    """What is written down about a course; new starters are those from `starters_since` on."""

    name: str
    topics: tuple[int, ...]
    repeat_months: int | None = None
    starter_days: int | None = None
    starters_since: dt.date | None = None
    is_given: bool = True


@dataclass(frozen=True)
class Attendance:
    """Who had which course when, before it is kept."""

    person_id: int
    course_id: int
    done_on: dt.date


@transaction.atomic
def save_course(
    *, actor: User, course: Course | None, changes: CourseInput, now: dt.datetime
) -> Course:
    """Write down a course, a new one when there is none yet.

    Checks: it has a name nobody else has, known subjects, and months and days within bounds.
    Writes: the course, one that is no longer given keeps who had it; when it is due, where that
    changed, in the log of settings. Sends nothing.
    """
    _check(changes)
    row = course or Course(made_by=actor, made_at=now)
    before = _terms(row) if course else {}
    row.name, row.topics = changes.name.strip(), sorted(set(changes.topics))
    row.repeat_months = changes.repeat_months
    row.starter_days, row.starters_since = changes.starter_days, changes.starters_since
    row.retired_at = None if changes.is_given else (row.retired_at or now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleBroken(NAME_TAKEN, field="name") from error
    area = SettingChange.Area.COURSES
    note_settings(actor=actor, area=area, before=before, after=_terms(row), now=now)
    return row


def _terms(course: Course) -> dict[str, int | None]:
    """Give when a course is due again, and for new starters, as settings."""
    terms = {"repeat_months": course.repeat_months, "starter_days": course.starter_days}
    return {f"{name}.{course.pk}": value for name, value in terms.items()}


def _check(changes: CourseInput) -> None:
    if not changes.name.strip():
        raise RuleBroken(_("Write a name."), field="name")
    if not changes.topics or not set(changes.topics) <= TOPIC_NUMBERS:
        raise RuleBroken(NO_TOPIC, field="topics")
    if changes.repeat_months is not None and not 1 <= changes.repeat_months <= REPEAT_MOST:
        raise RuleBroken(_("Write a number of months from 1 to 120."), field="repeat_months")
    if changes.starter_days is None:
        return
    if not 1 <= changes.starter_days <= STARTER_DAYS_MOST:
        raise RuleBroken(_("Write a number of days from 1 to 365."), field="starter_days")
    if changes.starters_since is None:
        raise RuleBroken(_("Say from which first day at work it counts."), field="starters_since")


@transaction.atomic
def record_attendances(
    *, actor: User, course: Course, people: Iterable[User], done_on: dt.date, now: dt.datetime
) -> int:
    """Note that people had a course on a day; return how many were not noted yet.

    Checks: somebody is named, the day has come. Writes: as `keep_attendances`.
    """
    chosen = [Attendance(person.pk, course.pk, done_on) for person in people]
    if not chosen:
        raise RuleBroken(_("Tick at least one person."), field="people")
    if done_on > timezone.localdate(now):
        raise RuleBroken(NOT_YET, field="done_on")
    return keep_attendances(actor=actor, attendances=chosen, now=now)


@transaction.atomic
def keep_attendances(*, actor: User, attendances: Iterable[Attendance], now: dt.datetime) -> int:
    """Keep who had which course when; what is known already stays once. Return how many are new.

    Checks: none but the database's own. Writes: the attendances; open needs for a subject of the
    course that were raised until that day are done. Sends nothing.
    """
    wanted = set(attendances)
    new = sorted(wanted - _known(wanted), key=lambda row: (row.person_id, row.course_id))
    CourseAttendance.objects.bulk_create(
        (
            CourseAttendance(
                person_id=row.person_id,
                course_id=row.course_id,
                done_on=row.done_on,
                recorded_by=actor,
                recorded_at=now,
            )
            for row in new
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    _close_needs(new, now)
    return len(new)


def _known(wanted: set[Attendance]) -> set[Attendance]:
    found = CourseAttendance.objects.filter(
        person__in={row.person_id for row in wanted}, course__in={row.course_id for row in wanted}
    )
    return {Attendance(*row) for row in found.values_list("person_id", "course_id", "done_on")}


def _close_needs(new: list[Attendance], now: dt.datetime) -> None:
    courses = Course.objects.in_bulk({row.course_id for row in new})
    last: dict[tuple[int, int], dt.date] = {}
    for row in new:
        for topic in courses[row.course_id].topics:
            key = row.person_id, topic
            last[key] = max(row.done_on, last.get(key, row.done_on))
    people = {person for person, _topic in last}
    needs = TrainingNeed.objects.open().filter(person__in=people).order_by("pk")
    met = [need.pk for need in needs.select_for_update() if _is_met(need, last)]
    TrainingNeed.objects.filter(pk__in=met).update(done_at=now)


def _is_met(need: TrainingNeed, last: dict[tuple[int, int], dt.date]) -> bool:
    day = last.get((need.person_id, need.topic))
    return day is not None and day >= timezone.localdate(need.raised_at)


@transaction.atomic
def note_quiz_visit(*, actor: User, now: dt.datetime) -> QuizVisit:
    """Note that somebody went through the quiz today. Writes the day, and never an answer."""
    visit, _is_new = QuizVisit.objects.update_or_create(
        person=actor, defaults={"seen_on": timezone.localdate(now)}
    )
    return visit
