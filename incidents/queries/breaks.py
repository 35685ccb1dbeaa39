"""Where cover is needed now."""

import datetime as dt

from django.urls import reverse

from incidents.models import Break
from incidents.queries.task import Task, TaskKind
from people.models import User


def cover_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return the places where somebody steps away and nobody stands in yet. One query at most."""
    if not user.led_team_ids:
        return []
    waiting = (
        Break.objects.visible_to(user)
        .filter(covered_by__isnull=True)
        .exclude(person=user)
        .select_related("team")
        .order_by("started_at")
    )
    return [
        Task(
            TaskKind.COVER,
            reverse("incidents:pause", args=[row.public_id]),
            about=row.team.name,
            team=row.team_id,
        )
        for row in waiting
    ]
