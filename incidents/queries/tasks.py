"""Everything that waits for one person, from every corner of the facts, soonest first."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from incidents.queries import complaint, next_steps
from incidents.queries.breaks import cover_tasks
from incidents.queries.judgement import judge_tasks
from incidents.queries.measure_tasks import measure_tasks
from incidents.queries.people_tasks import (
    accounts_to_give,
    answers_to_hear,
    questions_to_answer,
    readings_to_allow,
    reports_to_confirm,
)
from incidents.queries.promises import promise_tasks
from incidents.queries.remedies import remedy_tasks
from incidents.queries.takeovers import felt_backed_tasks
from incidents.queries.task import Task, TaskKind
from incidents.queries.unreached import unreached_tasks
from people.models import User

# Each corner of the facts adds its own question: who is asked, and the moment.
SOURCES: tuple[Callable[[User, dt.datetime], list[Task]], ...] = (
    cover_tasks,
    complaint.tasks,
    next_steps.reaction_tasks,
    next_steps.police_tasks,
    judge_tasks,
    promise_tasks,
    measure_tasks,
    remedy_tasks,
    felt_backed_tasks,
    reports_to_confirm,
    answers_to_hear,
    accounts_to_give,
    questions_to_answer,
    readings_to_allow,
    unreached_tasks,
)


def tasks_of(user: User, now: dt.datetime) -> list[Task]:
    """Return what waits for a person, soonest first, what has no moment last.

    A fixed number of queries for each corner, whatever the number of rows.
    """
    found = [task for source in SOURCES for task in source(user, now)]
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda task: task.due_at or never)


def of_team(tasks: Iterable[Task], team_id: int | None) -> list[Task]:
    """Return the tasks of one team; without a team all, with what is the person's own."""
    return [task for task in tasks if team_id is None or task.team == team_id]


SHOWN_OF_ONE_KIND = 3


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of one kind: the first few, and the others that open on demand."""

    kind: TaskKind
    shown: list[Task]
    more: list[Task]


def grouped(tasks: Iterable[Task]) -> list[TaskGroup]:
    """Return tasks by kind in the order of the soonest of each: many of a kind hide no other."""
    by_kind: dict[TaskKind, list[Task]] = {}
    for task in tasks:
        by_kind.setdefault(task.kind, []).append(task)
    return [
        TaskGroup(kind, found[:SHOWN_OF_ONE_KIND], found[SHOWN_OF_ONE_KIND:])
        for kind, found in by_kind.items()
    ]
