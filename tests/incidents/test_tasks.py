"""What waits for one person, in one list."""

import datetime as dt

import pytest

from incidents.queries.task import Task, TaskKind
from incidents.queries.tasks import grouped, of_team, tasks_of
from tests.access.world import build


def _tasks(kind: TaskKind, n: int) -> list[Task]:
    return [Task(kind, f"/{kind}/{i}/") for i in range(n)]


def test_grouped_keeps_every_task_and_lets_no_kind_hide_another() -> None:
    soon = Task(TaskKind.REACTION, "/r/", due_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    tasks = [soon, *_tasks(TaskKind.JUDGE, 14), *_tasks(TaskKind.OBJECTION, 1)]
    groups = grouped(tasks)
    assert [group.kind for group in groups] == ["reaction", "judge", "objection"]
    assert [len(group.shown) for group in groups] == [1, 3, 1]
    assert [task for group in groups for task in (*group.shown, *group.more)] == tasks


@pytest.mark.django_db
def test_every_task_of_a_leader_knows_its_team() -> None:
    """So that a day narrowed to one team shows all of that team and nothing of another."""
    now = dt.datetime.now(dt.UTC)
    cast = build(now).cast
    for leader in (cast.max, cast.dex):
        tasks = tasks_of(leader, now)
        assert len({task.kind for task in tasks}) > 5
        assert {task.team for task in tasks} == {cast.north.pk}
        assert of_team(tasks, cast.north.pk) == of_team(tasks, None) == tasks
        assert of_team(tasks, cast.south.pk) == []
    own = [Task(TaskKind.HEARD, "/mine/")]
    assert of_team(own, None) == own
    assert of_team(own, cast.north.pk) == []
