"""Which courses people have had, and by when they should have one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, Min, OuterRef

from people.models import Membership, User
from people.models.user import UserQuerySet
from wellbeing.models import Course, CourseAttendance
from wellbeing.renewal import next_due

SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class CourseState:
    """One course for one person: when it was done last, by when it should be."""

    person: User
    course: Course
    last_done: dt.date | None
    due_on: dt.date | None
    today: dt.date

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.today


def course_states(
    people: UserQuerySet, courses: Iterable[Course], today: dt.date
) -> list[CourseState]:
    """Return every course of every person given, in three queries."""
    everybody, given = list(people), list(courses)
    first = dict(
        Membership.objects.filter(user__in=people, starts_on__lte=today)
        .order_by()
        .values_list("user_id")
        .annotate(Min("starts_on"))
    )
    done = {
        (person, course): day
        for person, course, day in CourseAttendance.objects.filter(
            person__in=people, done_on__lte=today
        )
        .order_by()
        .values_list("person_id", "course_id")
        .annotate(Max("done_on"))
    }
    return [
        _state(person, course, first.get(person.pk), done.get((person.pk, course.pk)), today)
        for person in everybody
        for course in given
    ]


def _state(
    person: User,
    course: Course,
    first_day: dt.date | None,
    last_done: dt.date | None,
    today: dt.date,
) -> CourseState:
    due_on = next_due(course.terms, first_day=first_day, last_done=last_done)
    return CourseState(person, course, last_done, due_on, today)


def own_courses(user: User, today: dt.date) -> list[CourseState]:
    """Return a person's own courses: due ones first, then those they had; four queries."""
    states = course_states(User.objects.active().filter(pk=user.pk), _given(), today)
    mine = [state for state in states if state.due_on or state.last_done]
    return sorted(mine, key=lambda state: (state.due_on or dt.date.max, state.course.name))


def due_in_teams(team_ids: Iterable[int], today: dt.date) -> list[CourseState]:
    """Return who in these teams should have which course within two months, late ones first."""
    states = course_states(members_of(team_ids, today), _given(), today)
    due = [state for state in states if state.due_on and state.due_on <= today + SOON]
    return sorted(due, key=lambda s: (s.due_on or today, s.course.name, s.person.name))


def overdue_places(today: dt.date) -> list[tuple[int, int, int]]:
    """Return course, team and person of everything overdue, for counting; four queries."""
    at_work = Membership.objects.on(today)
    people = User.objects.active().filter(pk__in=at_work.values("user")).only("pk").order_by()
    late = [state for state in course_states(people, _given(), today) if state.is_overdue]
    teams: dict[int, set[int]] = {}
    for person, team in at_work.values_list("user_id", "team_id"):
        teams.setdefault(person, set()).add(team)
    return [
        (state.course.pk, team, state.person.pk)
        for state in late
        for team in sorted(teams[state.person.pk])
    ]


def members_of(team_ids: Iterable[int], today: dt.date) -> UserQuerySet:
    """Return who works in one of these teams now, in whatever position."""
    places = Membership.objects.on(today).filter(team_id__in=list(team_ids))
    return User.objects.active().filter(pk__in=places.values("user")).order_by("name", "pk")


def starters_without(course: Course, today: dt.date) -> list[tuple[User, dt.date]]:
    """Return the new starters who never had this course, with the day they should have it."""
    since = course.starters_since or dt.date.max
    at_work = Membership.objects.on(today).values("user")
    earlier = Membership.objects.filter(user=OuterRef("pk"), starts_on__lt=since)
    had = CourseAttendance.objects.filter(person=OuterRef("pk"), course=course)
    people = User.objects.active().filter(~Exists(earlier), ~Exists(had), pk__in=at_work)
    states = course_states(people.order_by("pk"), [course], today)
    return [(state.person, state.due_on) for state in states if state.due_on]


def _given() -> list[Course]:
    return list(Course.objects.active())
