"""Whose figures are whose: who managed a team when a figure of it is told."""

import datetime as dt

from people.models import Membership
from reports.periods import shifted
from reports.queries.units import managers_by_team
from tests.cast import Cast
from tests.factories import MembershipFactory
from tests.reports.company import OCTOBER


def test_one_manager_after_another_is_not_two(cast: Cast) -> None:
    middle, after = OCTOBER + dt.timedelta(days=14), shifted(OCTOBER, 1)
    line = Membership.objects.get(team=cast.north, kind=Membership.Kind.MANAGER)
    earlier = MembershipFactory.create(
        team=cast.north,
        kind=Membership.Kind.MANAGER,
        starts_on=OCTOBER - dt.timedelta(days=90),
        ends_on=middle,
    )
    assert managers_by_team(OCTOBER, after)[cast.north.pk] == {line.user_id}
    line.delete()
    assert managers_by_team(OCTOBER, after)[cast.north.pk] == {earlier.user_id}
    both = MembershipFactory.create(
        team=cast.north, kind=Membership.Kind.MANAGER, starts_on=OCTOBER, ends_on=middle
    )
    told = managers_by_team(OCTOBER, after)[cast.north.pk]
    assert told == {earlier.user_id, both.user_id}
