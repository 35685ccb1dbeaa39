import datetime as dt

import factory
from factory.django import DjangoModelFactory

from incidents.codes import TOPIC_BY_KEY
from tests.factories.people import UserFactory
from wellbeing.codes import NeedSource, Preset, Step
from wellbeing.models import (
    AgreedSupport,
    CareNote,
    CareSeries,
    CheckIn,
    Course,
    CourseAttendance,
    TrainingNeed,
)


class CareSeriesFactory(DjangoModelFactory[CareSeries]):
    class Meta:
        model = CareSeries

    person = factory.SubFactory(UserFactory)
    preset = Preset.STANDARD
    started_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)


class CheckInFactory(DjangoModelFactory[CheckIn]):
    class Meta:
        model = CheckIn

    series = factory.SubFactory(CareSeriesFactory)
    step = Step.TALK
    due_at = dt.datetime(2026, 11, 20, 13, 0, tzinfo=dt.UTC)
    latest_at = factory.SelfAttribute("due_at")
    owner = factory.SubFactory(UserFactory)
    created_at = factory.SelfAttribute("series.started_at")


class CareNoteFactory(DjangoModelFactory[CareNote]):
    class Meta:
        model = CareNote

    checkin = factory.SubFactory(CheckInFactory)
    written_by = factory.SelfAttribute("checkin.owner")
    written_at = factory.SelfAttribute("checkin.due_at")
    body = "Says it is going better."


class AgreedSupportFactory(DjangoModelFactory[AgreedSupport]):
    class Meta:
        model = AgreedSupport

    checkin = factory.SubFactory(CheckInFactory)
    what = "Swap the Friday desk shift"
    by_whom = factory.SelfAttribute("checkin.owner")


class TrainingNeedFactory(DjangoModelFactory[TrainingNeed]):
    class Meta:
        model = TrainingNeed

    person = factory.SubFactory(UserFactory)
    topic = TOPIC_BY_KEY["de_escalation"].number
    source = NeedSource.SELF
    raised_by = factory.SelfAttribute("person")
    raised_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
    due_on = dt.date(2027, 2, 16)


class CourseFactory(DjangoModelFactory[Course]):
    class Meta:
        model = Course

    name = factory.Sequence(lambda n: f"Course {n}")
    topics = [TOPIC_BY_KEY["de_escalation"].number]
    made_at = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


class CourseAttendanceFactory(DjangoModelFactory[CourseAttendance]):
    class Meta:
        model = CourseAttendance

    person = factory.SubFactory(UserFactory)
    course = factory.SubFactory(CourseFactory)
    done_on = dt.date(2026, 6, 1)
    recorded_at = dt.datetime(2026, 6, 1, 15, 0, tzinfo=dt.UTC)
