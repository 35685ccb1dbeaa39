"""New starters: who began lately and has not had the course for it yet gets a need by rule."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from people.models import User
from wellbeing.codes import NeedSource
from wellbeing.models import Course, TrainingNeed
from wellbeing.operations.rule import REFUSED_FOR
from wellbeing.operations.training import raise_need
from wellbeing.queries.courses import starters_without


def raise_needs_of_starters(*, now: dt.datetime) -> list[TrainingNeed]:
    """Raise a need for every new starter who has not had a course that new starters have.

    Checks: they never had the course, no need for its subject was met since, none was refused
    within a year. Writes: the needs, due on the day the course is due. Sends nothing.
    """
    raised = []
    for course in Course.objects.active().filter(starter_days__isnull=False):
        for person, due_on in starters_without(course, timezone.localdate(now)):
            raised += _raise_for(person, course, due_on, now)
    return raised


@transaction.atomic
def _raise_for(
    person: User, course: Course, due_on: dt.date, now: dt.datetime
) -> list[TrainingNeed]:
    lately = TrainingNeed.objects.exclude(refused_at__lt=now - REFUSED_FOR)
    had = lately.filter(person=person, topic__in=course.topics)
    answered = set(had.values_list("topic", flat=True))
    return [
        raise_need(
            actor=None, person=person, topic=topic, source=NeedSource.RULE, due_on=due_on, now=now
        )
        for topic in course.topics
        if topic not in answered
    ]
