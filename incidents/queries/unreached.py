"""Tasks of what went wrong by itself: a message that reached nobody, a file nobody can read."""

import datetime as dt

from django.db.models import Q
from django.utils.formats import date_format

from incidents.queries.task import Task, TaskKind
from people.models import Notice, User

MOST = 20
FEED = Notice.Kind.FEED


def unreached_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return what a message failed to tell; opening the page it is about ends it.

    And files with contact numbers that could not be used: reading about one ends nothing, a good
    file does, or somebody who says that it is settled. One query.
    """
    waiting = Q(failed_at__isnull=False) | Q(kind=FEED)
    rows = Notice.objects.visible_to(user).unread().filter(waiting)
    return [_task(row) for row in rows[:MOST]]


def _task(row: Notice) -> Task:
    if row.kind == FEED:
        return Task(TaskKind.FEED, row.path, about=date_format(row.created_at, "j F"))
    return Task(TaskKind.UNREACHED, f"{row.path}?notice=1", about=row.get_kind_display())
