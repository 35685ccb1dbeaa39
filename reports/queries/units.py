"""What each team owed in a quarter, and whether it was kept: the rows behind the board."""

import datetime as dt

from django.db.models import Case, Min, Value, When

from incidents.models import FeltBacked, HelpCall, Incident, Measure, Promise
from people.models import Membership, Organisation
from wellbeing.models import CheckIn

DAY = dt.timedelta(days=1)
# Team, person concerned, whether it was kept.
Owed = tuple[int, int, bool]
# Team, caller, seconds until somebody came.
Call = tuple[int, int, float | None]


def owed_rows(first: dt.date, after: dt.date) -> dict[str, list[Owed]]:
    """Give by kind of promise what fell due from one day up to another."""
    begin, end = _instants(first, after)
    return {
        "help_answered": [(team, who, took is not None) for team, who, took in calls(first, after)],
        "care": _care(begin, end),
        "answers": _answers(begin, end),
        "promises": [
            (row.team_id, row.owner_id, row.is_kept)
            for row in Promise.objects.filter(due_at__gte=begin, due_at__lt=end).order_by("pk")
        ],
        "measures": _measures(first, after),
        "backed": _backed(begin, end),
    }


def calls(first: dt.date, after: dt.date) -> list[Call]:
    """Give team, caller and seconds until somebody came, of calls that were not withdrawn."""
    begin, end = _instants(first, after)
    found = HelpCall.objects.filter(
        raised_at__gte=begin, raised_at__lt=end, withdrawn_at__isnull=True, raised_by__isnull=False
    )
    return [
        (call.team_id, call.raised_by_id, call.seconds_to_accept)
        for call in found.order_by("pk")
        if call.raised_by_id is not None
    ]


def managers_by_team(first: dt.date, after: dt.date) -> dict[int, set[int]]:
    """Give who managed each team at the end of the time between two days, or was last to.

    One manager after another is not two: almost everything may be one's, and is known to be.
    """
    found = Membership.objects.filter(kind=Membership.Kind.MANAGER, starts_on__lt=after).exclude(
        ends_on__lt=first
    )
    managers: dict[int, dict[int, dt.date]] = {}
    for team, who, ended in found.values_list("team_id", "user_id", "ends_on"):
        left = min(ended or after, after - DAY)
        known = managers.setdefault(team, {})
        known[who] = max(left, known.get(who, left))
    return {
        team: {who for who, left in known.items() if left == max(known.values())}
        for team, known in managers.items()
    }


def led_teams(first: dt.date, after: dt.date) -> list[frozenset[int]]:
    """Give, per person who led or stood in between two days, the teams whose rows they read."""
    kinds = (Membership.Kind.MANAGER, Membership.Kind.DEPUTY)
    found = Membership.objects.filter(kind__in=kinds, starts_on__lt=after)
    led: dict[int, set[int]] = {}
    for who, team in found.exclude(ends_on__lt=first).values_list("user_id", "team_id"):
        led.setdefault(who, set()).add(team)
    return [frozenset(teams) for _who, teams in sorted(led.items())]


def _care(begin: dt.datetime, end: dt.datetime) -> list[Owed]:
    due = CheckIn.objects.fell_due(begin, end).filter(series__team__isnull=False)
    in_time = Case(When(CheckIn.in_time(), then=Value(value=True)), default=Value(value=False))
    rows = due.annotate(was_kept=in_time).order_by("pk")
    return list(rows.values_list("series__team_id", "series__person_id", "was_kept"))


def _answers(begin: dt.datetime, end: dt.datetime) -> list[Owed]:
    found = (
        Incident.objects.counted()
        .filter(answer_due_at__gte=begin, answer_due_at__lt=end)
        .annotate(first=Min("answers__written_at"))
        .order_by("pk")
        .values_list("team_id", "reported_by_id", "first", "answer_due_at")
    )
    return [
        (team, who, bool(first is not None and due is not None and first <= due))
        for team, who, first, due in found
    ]


def _measures(first: dt.date, after: dt.date) -> list[Owed]:
    due = Measure.objects.taken().filter(review_on__gte=first, review_on__lt=after)
    late = set(Measure.objects.to_look_at().values_list("pk", flat=True))
    rows = due.order_by("pk").values_list("pk", "team_id", "proposed_by_id")
    return [(team, who, key not in late) for key, team, who in rows]


def _backed(begin: dt.datetime, end: dt.datetime) -> list[Owed]:
    """Give who was asked whether they felt backed when somebody stepped in, and who said yes."""
    found = FeltBacked.objects.filter(replied_at__gte=begin, replied_at__lt=end).order_by("pk")
    rows = found.values_list("takeover__team_id", "takeover__person_id", "reply")
    return [(team, who, reply == "yes") for team, who, reply in rows]


def _instants(first: dt.date, after: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = Organisation.current().time_zone
    begin, end = (dt.datetime.combine(day, dt.time.min, tzinfo=zone) for day in (first, after))
    return begin, end
