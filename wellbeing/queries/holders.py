"""Which open check-ins are held by somebody who is not in the person's line (any more)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from people.models import Absence, Membership, RoleGrant, Team, User
from wellbeing.models import CheckIn


@dataclass(frozen=True)
class Lines:
    """Who leads which team today, which team is above which, and who works where."""

    leaders: dict[int, set[int]]
    above: dict[int, int | None]
    advisers: set[int]
    buddies: set[int]
    team_by_person: dict[int, int]

    def holds(self, owner: int | None, team: int | None, buddy: int | None) -> bool:
        """Whether somebody leads the team or one above it, advises, or is the chosen buddy."""
        if owner in self.advisers or (owner == buddy and owner in self.buddies):
            return True
        while team is not None:
            if owner in self.leaders[team]:
                return True
            team = self.above.get(team)
        return False


def misplaced_checkins(now: dt.datetime) -> list[int]:
    """Return open check-ins with no holder, or one who left or leads the person no more.

    Four queries, whatever the number of check-ins.
    """
    lines = _lines_on(timezone.localdate(now))
    rows = (
        CheckIn.objects.open()
        .order_by()
        .values_list(
            "pk",
            "owner",
            "series__wish_buddy",
            "series__person",
            "series__team",
            "series__is_private",
        )
    )
    return [
        pk
        for pk, owner, buddy, person, team, is_private in rows
        if not lines.holds(
            owner, None if is_private else lines.team_by_person.get(person, team), buddy
        )
    ]


def _lines_on(day: dt.date) -> Lines:
    leaders: dict[int, set[int]] = defaultdict(set)
    team_by_person: dict[int, int] = {}
    for membership in _memberships_on(day):
        if membership.leads:
            leaders[membership.team_id].add(membership.user_id)
        team_by_person.setdefault(membership.user_id, membership.team_id)
    advisers = User.objects.active().with_role(RoleGrant.Role.ADVISER)
    buddies = User.objects.active().with_role(RoleGrant.Role.BUDDY)
    present = buddies.exclude(absences__in=Absence.objects.on(day))
    return Lines(
        leaders=leaders,
        above=dict(Team.objects.order_by().values_list("pk", "parent")),
        advisers=set(advisers.values_list("pk", flat=True)),
        buddies=set(present.values_list("pk", flat=True)),
        team_by_person=team_by_person,
    )


def _memberships_on(day: dt.date) -> list[Membership]:
    """Memberships of a day, those as staff before those as a leader: see `team_of`."""
    found = Membership.objects.on(day).filter(user__is_active=True, team__closed_on__isnull=True)
    return sorted(found.order_by(), key=lambda m: (m.leads, m.starts_on, m.pk))
