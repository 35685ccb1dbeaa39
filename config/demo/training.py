"""Training in the demonstration: three courses, who had them when, and who felt prepared."""

import datetime as dt

from django.utils import timezone
from numpy.random import Generator

from config.demo.incidents import Told
from config.demo.people import World
from config.demo.words import Text
from incidents.codes import TOPIC_BY_KEY
from incidents.codes.after import Prepared
from people.models import User
from wellbeing.models import Course, CourseAttendance

# Name, subject, months until again, days for new starters, share of people, days ago it was given.
COURSES = (
    (Text("Calming a contact", "Een contact kalmeren"), "de_escalation", 24, 30, 1.0, (40, 860)),
    (Text("Setting boundaries", "Grenzen stellen"), "boundaries", 24, None, 0.7, (200, 320)),
    (Text("Threats at the desk", "Dreiging aan de balie"), "threats", None, None, 0.4, (60, 500)),
)
SAYS = 0.4
ANSWERS = ([answer.value for answer in Prepared], [0.6, 0.3, 0.1])


def say_prepared(told: Told, random: Generator) -> None:
    """Let part of the reporters say whether they felt prepared; before the reports are written."""
    for incident in told.incidents:
        if not incident.is_anonymous and random.random() < SAYS:
            incident.prepared = str(random.choice(ANSWERS[0], p=ANSWERS[1]))


def write_training(world: World, now: dt.datetime, random: Generator) -> None:
    """Write the courses and who had them, in bulk, as the operations would."""
    rows = []
    for name, topic, months, days, share, (last, first) in COURSES:
        course = Course.objects.create(
            name=name.in_(world.language),
            topics=[TOPIC_BY_KEY[topic].number],
            repeat_months=months,
            starter_days=days,
            starters_since=timezone.localdate(now) - dt.timedelta(days=first) if days else None,
            made_at=now - dt.timedelta(days=first),
        )
        for key, staff in world.staff.items():
            for person in (*staff, world.manager[key]):
                if random.random() < share:
                    ago = int(random.integers(last, first))
                    rows.append(_attendance(course, person, world.manager[key], now, ago))
    CourseAttendance.objects.bulk_create(rows, ignore_conflicts=True)


def _attendance(
    course: Course, person: User, by: User, now: dt.datetime, ago: int
) -> CourseAttendance:
    at = now - dt.timedelta(days=ago)
    return CourseAttendance(
        person=person, course=course, done_on=timezone.localdate(at), recorded_by=by, recorded_at=at
    )
