"""Which open check-ins may be held by somebody who is not there for them (any more)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.models import InvolvedColleague, Witness
from people.models import Absence, LineChange, Membership, Organisation, RoleGrant, Team, User
from wellbeing.models import CareOffer, CareSeries, CheckIn, SeriesReport

PAGE = 1000


def changed_lines(now: dt.datetime, most: int) -> list[LineChange]:
    """Return the oldest changes whose day has come, locked; two sweeps never share one."""
    due = LineChange.objects.filter(on_day__lte=Organisation.current().day_of(now))
    return list(due.order_by("on_day", "id").select_for_update(skip_locked=True)[:most])


def touched_by(people: set[int], teams: set[int]) -> set[int]:
    """Return the open check-ins that these people hold, held or are cared for by.

    With them those of the teams and all teams below, and those that nobody holds. Each is found
    by an index of its own: what is read grows with what is found.
    """
    rows = CheckIn.objects.open().order_by()
    series = CareSeries.objects.running().order_by()
    theirs = series.filter(person__in=people)
    found = {
        *rows.filter(owner__in=people).values_list("pk", flat=True),
        *rows.filter(standing_in_for__in=people).values_list("pk", flat=True),
        *rows.filter(series__in=theirs.values("pk")).values_list("pk", flat=True),
    }
    if teams:
        there = series.filter(team__in=_with_those_below(teams))
        found.update(rows.filter(series__in=there.values("pk")).values_list("pk", flat=True))
    return found.union(rows.filter(owner__isnull=True).values_list("pk", flat=True)[:PAGE])


def _with_those_below(teams: set[int]) -> set[int]:
    below: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in Team.objects.order_by().values_list("pk", "parent"):
        below[parent].append(key)
    found, left = set[int](), list(teams)
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += below[key]
    return found


@dataclass(frozen=True)
class Lines:
    """Who leads which team today, which team is above which, who works where and who is away."""

    leaders: dict[int, set[int]]
    above: dict[int, int | None]
    advisers: set[int]
    buddies: set[int]
    team_by_person: dict[int, int]
    away: dict[int, dt.date | None]

    def holds(
        self, owner: int | None, team: int | None, buddy: int | None, due_on: dt.date
    ) -> bool:
        """Whether somebody is there, and leads the team or one above, advises, or is chosen."""
        if owner in self.away and (self.away[owner] or dt.date.max) >= due_on:
            return False
        if owner in self.advisers or (owner == buddy and owner in self.buddies):
            return True
        while team is not None:
            if owner in self.leaders[team]:
                return True
            team = self.above.get(team)
        return False


def misplaced_checkins(now: dt.datetime) -> Iterator[list[int]]:
    """Go through all open check-ins in pages and give those that seem to be with the wrong one.

    With no holder, one who left, leads the person no more, is away for it, or was part of what
    happened; or who stands in for somebody who is back.
    """
    organisation = Organisation.current()
    day = organisation.day_of(now)
    lines, last = _lines_on(day), 0
    while page := _page_after(last):
        last = page[-1][0]
        yield [row[0] for row in page if not _is_right(row, lines, organisation, day)]


Placed = tuple[int, int | None, int | None, int, int | None, bool, dt.datetime, int | None, bool]


def _is_right(row: Placed, lines: Lines, organisation: Organisation, day: dt.date) -> bool:
    _, owner, buddy, person, team, is_private, due_at, usual, is_involved = row
    team = None if is_private else lines.team_by_person.get(person, team)
    is_back = usual is not None and usual not in lines.away
    due_on = max(day, organisation.day_of(due_at))
    return not is_involved and not is_back and lines.holds(owner, team, buddy, due_on)


def _page_after(last: int) -> list[Placed]:
    told = SeriesReport.objects.filter(series=OuterRef("series"))
    taken = CareOffer.objects.filter(series=OuterRef("series"))
    named = InvolvedColleague.objects.filter(person=OuterRef(OuterRef("owner")))
    there = Witness.objects.filter(person=OuterRef(OuterRef("owner")))
    part = Q(incident__in=named.values("incident")) | Q(incident__in=there.values("incident"))
    part |= Q(incident__reported_by=OuterRef("owner"))
    rows: QuerySet[CheckIn] = CheckIn.objects.open().filter(pk__gt=last).order_by("pk")
    return list(
        rows.annotate(
            is_involved=Exists(told.filter(part)) | Exists(taken.filter(part))
        ).values_list(
            "pk",
            "owner",
            "series__wish_buddy",
            "series__person",
            "series__team",
            "series__is_private",
            "due_at",
            "standing_in_for",
            "is_involved",
        )[:PAGE]
    )


def _lines_on(day: dt.date) -> Lines:
    leaders: dict[int, set[int]] = defaultdict(set)
    team_by_person: dict[int, int] = {}
    for membership in _memberships_on(day):
        if membership.leads:
            leaders[membership.team_id].add(membership.user_id)
        team_by_person.setdefault(membership.user_id, membership.team_id)
    advisers = User.objects.active().with_role(RoleGrant.Role.ADVISER)
    buddies = User.objects.active().with_role(RoleGrant.Role.BUDDY)
    return Lines(
        leaders=leaders,
        above=dict(Team.objects.order_by().values_list("pk", "parent")),
        advisers=set(advisers.values_list("pk", flat=True)),
        buddies=set(buddies.values_list("pk", flat=True)),
        team_by_person=team_by_person,
        away=dict(Absence.objects.on(day).values_list("user", "ends_on")),
    )


def _memberships_on(day: dt.date) -> list[Membership]:
    """Memberships of a day, those as staff before those as a leader: see `team_of`."""
    found = Membership.objects.on(day).filter(user__is_active=True, team__closed_on__isnull=True)
    return sorted(found.order_by(), key=lambda m: (m.leads, m.starts_on, m.pk))
