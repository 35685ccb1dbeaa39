"""The day of who leads a team or advises."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.queries.duty import duty_of
from incidents.queries.promises import promises_of_day
from incidents.queries.task import TaskKind
from incidents.queries.tasks import grouped, of_team, tasks_of
from people.http import UserRequest
from people.models import Notice
from people.queries import database_now
from wellbeing.permissions import may_open_today
from wellbeing.queries.day import day_of
from wellbeing.queries.overview import teams_of_day
from wellbeing.views.common import allow

NOTICES_SHOWN = 5


@require_safe
def today(request: UserRequest) -> HttpResponse:
    """What needs the reader now, late first."""
    user, now = request.user, database_now()
    allow(may_open_today(user))
    teams = teams_of_day(user)
    team = next((t for t in teams if str(t.public_id) == request.GET.get("team")), None)
    team_id = team.pk if team else None
    tasks = tasks_of(user, now)
    lines = Notice.objects.visible_to(user).lines().beside(task.path for task in tasks)
    shown = of_team(tasks, team_id)
    context = {
        "date": timezone.localdate(now),
        # Nobody is told twice: a serious report that waits stands above them in full.
        "notices": lines.exclude(kind=Notice.Kind.ALERT)[:NOTICES_SHOWN],
        "day": day_of(user, now, team_id=team_id),
        # Promises stand in a section of their own, with whom to call.
        "tasks": grouped(task for task in shown if task.kind != TaskKind.PROMISE),
        "callbacks": promises_of_day(user, now, team_id=team_id),
        "duty": duty_of(user, now),
        "now": now,
        "team": team,
        "teams": teams,
    }
    return render(request, "wellbeing/today.html", context)
