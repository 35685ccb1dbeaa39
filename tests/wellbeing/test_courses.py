"""Courses: what is given, who had them, who is due, new starters, and the quiz without a score."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.codes import TOPIC_BY_KEY
from people.errors import RuleBroken
from people.models import Membership, User
from tests.cast import Cast
from tests.factories import (
    CourseAttendanceFactory,
    CourseFactory,
    MembershipFactory,
    TrainingNeedFactory,
    UserFactory,
)
from tests.wellbeing.pages import queries_of, signed_in, text_of
from wellbeing.codes import NeedSource
from wellbeing.models import Course, CourseAttendance, QuizVisit, TrainingNeed
from wellbeing.operations import refuse_need
from wellbeing.operations.courses import CourseInput, record_attendances, save_course
from wellbeing.operations.starters import raise_needs_of_starters
from wellbeing.queries.courses import due_in_teams, overdue_places, own_courses
from wellbeing.quiz import QUESTIONS

pytestmark = pytest.mark.django_db
CALM = TOPIC_BY_KEY["de_escalation"].number
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def starters_course(**fields: object) -> Course:
    terms = {"starter_days": 30, "starters_since": dt.date(2026, 1, 1)}
    return CourseFactory.create(name="De-escalation", **(terms | fields))


def newcomer(cast: Cast, days_ago: int, name: str = "New Comer") -> User:
    person = UserFactory.create(name=name)
    MembershipFactory.create(user=person, team=cast.north, starts_on=TODAY - days_ago * DAY)
    return person


def save(cast: Cast, course: Course | None = None, **fields: object) -> Course:
    changes = CourseInput(**({"name": "Calm", "topics": (CALM,)} | fields))  # type: ignore[arg-type]
    return save_course(actor=cast.hana, course=course, changes=changes, now=NOW)


def test_save_course_writes_it_down_and_retires_it(cast: Cast) -> None:
    course = save(cast, repeat_months=24)
    assert (course.name, course.topics, course.repeat_months) == ("Calm", [CALM], 24)
    assert save(cast, course, is_given=False).retired_at == NOW
    assert not Course.objects.active().exists()
    assert save(cast, course).retired_at is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "calm"}, "name"),
        ({"topics": ()}, "topics"),
        ({"topics": (99,)}, "topics"),
        ({"repeat_months": 0}, "repeat_months"),
        ({"starter_days": 400, "starters_since": TODAY}, "starter_days"),
        ({"starter_days": 30}, "starters_since"),
    ],
)
def test_save_course_refuses(cast: Cast, fields: dict[str, object], field: str) -> None:
    CourseFactory.create(name="CALM")
    with pytest.raises(RuleBroken) as refused:
        save(cast, **({"name": "Other"} | fields))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_attendance_stands_once_a_day(cast: Cast) -> None:
    course = CourseFactory.create()
    for added in (2, 0):
        n = record_attendances(
            actor=cast.max, course=course, people=[cast.ana, cast.dex], done_on=TODAY, now=NOW
        )
        assert n == added
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseAttendanceFactory.create(person=cast.ana, course=course, done_on=TODAY)


def test_attendance_tomorrow_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        record_attendances(
            actor=cast.max,
            course=CourseFactory.create(),
            people=[cast.ana],
            done_on=TODAY + DAY,
            now=NOW,
        )
    assert refused.value.field == "done_on"


def test_own_courses_tell_what_is_due_and_done(cast: Cast) -> None:
    new = newcomer(cast, 10)
    starters_course()
    yearly = CourseFactory.create(name="Yearly", repeat_months=12)
    CourseAttendanceFactory.create(person=new, course=yearly, done_on=dt.date(2025, 11, 1))
    CourseFactory.create(name="For who likes")
    states = [(s.course.name, s.due_on, s.is_overdue) for s in own_courses(new, TODAY)]
    assert states == [
        ("Yearly", dt.date(2026, 11, 1), True),
        ("De-escalation", TODAY + 20 * DAY, False),
    ]


def test_due_in_teams_are_those_of_the_leader_alone(cast: Cast) -> None:
    starters_course()
    newcomer(cast, 40)
    other = UserFactory.create(name="Far Away")
    MembershipFactory.create(user=other, team=cast.south, starts_on=TODAY - 40 * DAY)
    found = due_in_teams(cast.max.led_team_ids, TODAY)
    assert [(s.person.name, s.is_overdue) for s in found] == [("New Comer", True)]


def test_a29_new_starter_has_it_within_n_days_and_late_ones_are_counted(cast: Cast) -> None:
    """A29: a new starter has it within N days; the overdue list goes to HR."""
    course = starters_course()
    new = newcomer(cast, 31)
    old = newcomer(cast, 400, "Old Hand")
    assert [(s.person, s.due_on) for s in due_in_teams([cast.north.pk], TODAY)] == [
        (new, TODAY - DAY)
    ]
    assert overdue_places(TODAY) == [(course.pk, cast.north.pk, new.pk)]
    needs = raise_needs_of_starters(now=NOW)
    assert [(n.person, n.source, n.topic, n.due_on) for n in needs] == [
        (new, NeedSource.RULE, CALM, TODAY - DAY)
    ]
    record_attendances(actor=cast.max, course=course, people=[new], done_on=TODAY, now=NOW)
    assert overdue_places(TODAY) == []
    assert not TrainingNeed.objects.open().exists()
    assert own_courses(old, TODAY) == []


def test_new_starters_need_is_raised_once_and_refusal_is_kept_for_a_year(cast: Cast) -> None:
    starters_course()
    newcomer(cast, 3)
    (need,) = raise_needs_of_starters(now=NOW)
    assert raise_needs_of_starters(now=NOW + DAY) == []
    refuse_need(actor=need.person, need=need, now=NOW + DAY)
    assert raise_needs_of_starters(now=NOW + 360 * DAY) == []
    assert len(raise_needs_of_starters(now=NOW + 370 * DAY)) == 1


def test_new_starters_who_had_it_or_left_or_were_here_before_need_nothing(cast: Cast) -> None:
    course = starters_course()
    CourseAttendanceFactory.create(person=newcomer(cast, 3), course=course)
    left = newcomer(cast, 30)
    Membership.objects.filter(user=left).update(ends_on=TODAY - DAY)
    moved = newcomer(cast, 3)
    MembershipFactory.create(user=moved, team=cast.south, ends_on=TODAY - 4 * DAY)
    save_course(
        actor=cast.hana,
        course=CourseFactory.create(name="Retired"),
        changes=CourseInput(name="Retired", topics=(CALM,), starter_days=5,
                            starters_since=dt.date(2026, 1, 1), is_given=False),
        now=NOW,
    )  # fmt: skip
    assert raise_needs_of_starters(now=NOW) == []


def test_attendance_closes_needs_of_its_subjects_alone(cast: Cast) -> None:
    met = TrainingNeedFactory.create(person=cast.ana)
    other = TrainingNeedFactory.create(person=cast.ana, topic=7)
    course = CourseFactory.create()
    record_attendances(actor=cast.max, course=course, people=[cast.ana], done_on=TODAY, now=NOW)
    assert list(TrainingNeed.objects.open()) == [other]
    met.refresh_from_db()
    assert met.done_at == NOW


def test_courses_page_shows_own_to_staff_and_the_team_to_who_leads(cast: Cast) -> None:
    since = timezone.localdate() - 40 * DAY
    course = CourseFactory.create(name="Calm", starter_days=30, starters_since=since)
    person = UserFactory.create(name="New Comer")
    MembershipFactory.create(user=person, team=cast.north, starts_on=since)
    mine = text_of(signed_in(person).get("/training/courses/").text)
    assert "Was due on" in mine
    assert "Due in your team" not in mine
    team = text_of(signed_in(cast.max).get("/training/courses/").text)
    assert "New Comer" in team
    for who in (cast.hana, cast.otto, cast.bo, cast.pim):
        assert "New Comer" not in signed_in(who).get("/training/courses/").text
    url = reverse("wellbeing:attendances", args=[course.public_id])
    assert signed_in(person).get(url).status_code == 403


def test_attendances_page_notes_several_at_once(cast: Cast) -> None:
    course = CourseFactory.create()
    url = reverse("wellbeing:attendances", args=[course.public_id])
    client = signed_in(cast.max)
    people = [str(user.public_id) for user in (cast.ana, cast.dex)]
    answers = {"people": people, "done_on": timezone.localdate().isoformat()}
    assert client.post(url, answers).status_code == 302
    assert CourseAttendance.objects.count() == 2
    outside = {"people": [str(cast.zoe.public_id)], "done_on": answers["done_on"]}
    assert client.post(url, outside).status_code == 422
    assert client.post(url, {"people": people, "done_on": "2099-01-01"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert CourseAttendance.objects.count() == 2


def test_course_pages_are_for_hr_and_administrators(cast: Cast) -> None:
    course = CourseFactory.create()
    url = reverse("wellbeing:course", args=[course.public_id])
    answers = {
        "name": "Calm", "topics": [CALM], "is_for_starters": "on", "starter_days": "30",
        "starters_since": "2026-01-01", "repeat_months": "24", "is_given": "on",
    }  # fmt: skip
    for who in (cast.hana, cast.bo):
        assert signed_in(who).post(url, answers).status_code == 302
    course.refresh_from_db()
    assert (course.name, course.starter_days, course.repeat_months) == ("Calm", 30, 24)
    for who in (cast.ana, cast.max, cast.pim):
        assert signed_in(who).get(url).status_code == 403
    missing = signed_in(cast.hana).post(url, answers | {"starter_days": ""})
    assert missing.status_code == 422
    new = signed_in(cast.hana).get(reverse("wellbeing:course_new")).text
    assert 'value="30"' in new


def test_quiz_answers_at_once_and_keeps_nothing(cast: Cast) -> None:
    client = signed_in(cast.ana)
    for number, question in enumerate(QUESTIONS, 1):
        url = reverse("wellbeing:quiz", args=[number])
        assert text_of(str(question.scene)) in text_of(client.get(url).text).replace("&#x27;", "'")
        for answer, option in enumerate(question.options):
            page = client.post(url, {"answer": str(answer)}).text
            assert str(option.reply) in page
            assert ("Here the line lies:" in page) is not option.is_line
        assert client.post(url).status_code == 422
    assert not QuizVisit.objects.exists()
    for _ in range(2):
        assert client.post(reverse("wellbeing:quiz_visit")).status_code == 302
    visit = QuizVisit.objects.get()
    assert visit.seen_on == timezone.localdate()
    assert {f.name for f in QuizVisit._meta.get_fields()} == {"id", "person", "seen_on"}
    assert client.get(reverse("wellbeing:quiz", args=[9])).status_code == 404


def test_quiz_has_one_line_in_each_of_eight_scenes() -> None:
    assert len(QUESTIONS) == 8
    for question in QUESTIONS:
        assert sum(option.is_line for option in question.options) == 1
        assert len({str(option.reply) for option in question.options}) == 3
    places = [[o.is_line for o in question.options].index(True) for question in QUESTIONS]
    assert set(places) == {0, 1, 2}  # the line is not always in the same place


def test_courses_page_reads_a_fixed_number_of_rows(cast: Cast) -> None:
    since = timezone.localdate() - 40 * DAY
    CourseFactory.create(starter_days=30, starters_since=since)
    client = signed_in(cast.max)

    def joined() -> None:
        person = UserFactory.create()
        MembershipFactory.create(user=person, team=cast.north, starts_on=since)

    joined()
    client.get("/training/courses/")
    before = queries_of(client, "/training/courses/")
    for _ in range(5):
        joined()
        CourseFactory.create(starter_days=30, starters_since=since)
    assert queries_of(client, "/training/courses/") == before
