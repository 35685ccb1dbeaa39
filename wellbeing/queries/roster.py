"""What a sheet of attendances means here: which people and courses its lines name."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models.functions import Lower

from incidents.register.text import same
from people.models import User
from wellbeing.attendances import BadLine, Fault, Line, Sheet
from wellbeing.models import Course, CourseAttendance

Key = tuple[int, int, dt.date]


@dataclass
class Roster:
    """What would be kept, what is known already, and the lines that nobody can use."""

    new: list[Key] = field(default_factory=list)
    known: int = 0
    bad: list[BadLine] = field(default_factory=list)


def roster_of(sheet: Sheet) -> Roster:
    """Look up everybody and every course at once; four queries for any number of lines."""
    people, courses = _people(sheet.lines), _courses()
    roster = Roster(bad=list(sheet.bad))
    seen: dict[Key, None] = {}
    for line in sheet.lines:
        person, course = people.get(line.person.lower()), courses.get(same(line.course))
        if person is None:
            roster.bad.append(BadLine(line.row, Fault.UNKNOWN_PERSON, line.person))
        elif course is None:
            roster.bad.append(BadLine(line.row, Fault.UNKNOWN_COURSE, line.course))
        elif (key := (person, course, line.done_on)) in seen:
            roster.known += 1
        else:
            seen[key] = None
    known = _known(seen)
    roster.new = [key for key in seen if key not in known]
    roster.known += len(seen) - len(roster.new)
    roster.bad.sort(key=lambda line: line.row)
    return roster


def _people(lines: list[Line]) -> dict[str, int]:
    """Each name as it is typed, small, to the one person it is the address or sign-in name of."""
    names = {line.person.lower() for line in lines}
    found = User.objects.active().annotate(address=Lower("email"))
    by_name = found.filter(sign_in_name__in=names).values_list("sign_in_name", "pk")
    by_address = found.filter(address__in=names).values_list("address", "pk")
    return {str(name): pk for name, pk in [*by_name, *by_address]}


def _courses() -> dict[str, int]:
    return {same(course.name): course.pk for course in Course.objects.active()}


def _known(keys: dict[Key, None]) -> set[Key]:
    people, courses = {key[0] for key in keys}, {key[1] for key in keys}
    found = CourseAttendance.objects.filter(person__in=people, course__in=courses)
    return set(found.values_list("person_id", "course_id", "done_on"))
