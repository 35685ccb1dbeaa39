"""What could not be sent to a person for 24 hours: a task of theirs, until they have looked."""

import datetime as dt

from incidents.queries.task import Task, TaskKind
from people.models import Notice, User

MOST = 20


def unreached_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return what a message failed to tell; opening the page it is about ends it. One query."""
    rows = Notice.objects.visible_to(user).unreached()[:MOST]
    return [
        Task(TaskKind.UNREACHED, f"{row.path}?notice=1", about=row.get_kind_display())
        for row in rows
    ]
