"""Who was trained in what, and when first: courses, played scenarios and needs that were met."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from wellbeing.models import CourseAttendance, TrainingNeed
from wellbeing.models.practice import SessionPerson

Trained = dict[int, dict[int, dt.date]]


def trained_days() -> Trained:
    """Return, per topic, everybody who was trained in it with the first day. Three queries."""
    found: Trained = {}
    for topic, person, day in _trainings():
        people = found.setdefault(topic, {})
        people[person] = min(day, people.get(person, day))
    return found


def _trainings() -> Iterator[tuple[int, int, dt.date]]:
    courses = CourseAttendance.objects.values_list("person_id", "course__topics", "done_on")
    played = SessionPerson.objects.values_list(
        "person_id", "session__scenario__topics", "session__held_on"
    )
    for rows in (courses.order_by(), played.order_by()):
        for person, topics, day in rows:
            for topic in topics:
                yield topic, person, day
    met = TrainingNeed.objects.filter(done_at__isnull=False).order_by()
    for person, topic, moment in met.values_list("person_id", "topic", "done_at"):
        if moment is not None:
            yield topic, person, timezone.localdate(moment)
