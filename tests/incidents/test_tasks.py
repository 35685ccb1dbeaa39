"""What waits for one person, in one list."""

import datetime as dt

from incidents.queries.task import Task, TaskKind
from incidents.queries.tasks import grouped


def _tasks(kind: TaskKind, n: int) -> list[Task]:
    return [Task(kind, f"/{kind}/{i}/") for i in range(n)]


def test_grouped_keeps_every_task_and_lets_no_kind_hide_another() -> None:
    soon = Task(TaskKind.REACTION, "/r/", due_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    tasks = [soon, *_tasks(TaskKind.JUDGE, 14), *_tasks(TaskKind.OBJECTION, 1)]
    groups = grouped(tasks)
    assert [group.kind for group in groups] == ["reaction", "judge", "objection"]
    assert [len(group.shown) for group in groups] == [1, 3, 1]
    assert [task for group in groups for task in (*group.shown, *group.more)] == tasks
