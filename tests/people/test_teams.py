"""The rules about teams, sites and places in them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from people.errors import RuleBroken
from people.models import Membership, Team
from people.operations import (
    Place,
    SiteInput,
    TeamInput,
    add_membership,
    change_site,
    change_team,
    close_team,
    create_site,
    create_team,
    deactivate,
    end_membership,
)
from people.queries import team_tree
from tests.cast import Cast

Kind = Membership.Kind
DAY = dt.date(2026, 11, 18)


def test_team_name_is_free_within_the_team_above(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        create_team(actor=cast.bo, team=TeamInput("Desk North", parent=cast.region), now=now)
    assert refused.value.field == "name"
    assert create_team(actor=cast.bo, team=TeamInput("Desk North"), now=now).parent is None


def test_team_tree_has_no_rings(cast: Cast, now: dt.datetime) -> None:
    below = create_team(actor=cast.bo, team=TeamInput("Night", parent=cast.north), now=now)
    for parent in (below, cast.north, cast.region):
        with pytest.raises(RuleBroken) as refused:
            change_team(
                actor=cast.bo, team=cast.region, changes=TeamInput("Region", parent=parent), now=now
            )
        assert refused.value.field == "parent"
    moved = TeamInput("Night", parent=cast.south, site=cast.site)
    assert change_team(actor=cast.bo, team=below, changes=moved, now=now).parent == cast.south


def test_team_closes_only_when_empty(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="still work"):
        close_team(actor=cast.bo, team=cast.south, now=now)
    for membership in Membership.objects.filter(team__in=[cast.south, cast.region]):
        end_membership(actor=cast.bo, membership=membership, ends_on=DAY, now=now)
    with pytest.raises(RuleBroken, match="Other teams"):
        close_team(actor=cast.bo, team=cast.region, now=now)
    closed = close_team(actor=cast.bo, team=cast.south, now=now)
    assert closed.closed_on == DAY
    again = close_team(actor=cast.bo, team=cast.south, now=now + dt.timedelta(days=3))
    assert again.closed_on == DAY


def test_closed_team_takes_nobody_and_no_team(cast: Cast, now: dt.datetime) -> None:
    Team.objects.filter(pk=cast.south.pk).update(closed_on=DAY)
    cast.south.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        add_membership(
            actor=cast.bo, person=cast.ana, place=Place(cast.south, Kind.STAFF, DAY), now=now
        )
    assert refused.value.field == "team"
    with pytest.raises(RuleBroken) as refused:
        create_team(actor=cast.bo, team=TeamInput("Night", parent=cast.south), now=now)
    assert refused.value.field == "parent"


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(DAY, None), (dt.date(2019, 1, 1), dt.date(2020, 1, 1)), (dt.date(2019, 1, 1), None)],
)
def test_place_may_not_overlap_the_same_place(
    cast: Cast, now: dt.datetime, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add_membership(
            actor=cast.bo,
            person=cast.ana,
            place=Place(cast.north, Kind.STAFF, starts_on, ends_on),
            now=now,
        )
    assert refused.value.field == "starts_on"


def test_places_side_by_side_and_of_another_kind_are_fine(cast: Cast, now: dt.datetime) -> None:
    before = Place(cast.north, Kind.STAFF, dt.date(2018, 1, 1), dt.date(2019, 12, 31))
    deputy = Place(cast.north, Kind.DEPUTY, DAY, DAY + dt.timedelta(days=7))
    for place in (before, deputy):
        add_membership(actor=cast.bo, person=cast.ana, place=place, now=now)
    assert Membership.objects.filter(user=cast.ana).count() == 3


def test_place_ends_after_it_begins(cast: Cast, now: dt.datetime) -> None:
    place = Place(cast.south, Kind.STAFF, DAY, DAY - dt.timedelta(days=1))
    with pytest.raises(RuleBroken) as refused:
        add_membership(actor=cast.bo, person=cast.ana, place=place, now=now)
    assert refused.value.field == "ends_on"
    membership = Membership.objects.get(user=cast.ana)
    with pytest.raises(RuleBroken) as refused:
        end_membership(actor=cast.bo, membership=membership, ends_on=dt.date(2019, 12, 31), now=now)
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize("kind", [Kind.MANAGER, Kind.DEPUTY])
def test_nobody_makes_themselves_leader(cast: Cast, now: dt.datetime, kind: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        add_membership(actor=cast.bo, person=cast.bo, place=Place(cast.north, kind, DAY), now=now)
    assert refused.value.field == "kind"


def test_closed_account_gets_no_place(cast: Cast, now: dt.datetime) -> None:
    gone = deactivate(actor=cast.bo, person=cast.ana, now=now)
    with pytest.raises(RuleBroken, match="closed"):
        add_membership(
            actor=cast.bo, person=gone, place=Place(cast.south, Kind.STAFF, DAY), now=now
        )


def test_sites_have_names_of_their_own(cast: Cast, now: dt.datetime) -> None:
    zone = ZoneInfo("Europe/Brussels")
    site = create_site(actor=cast.bo, site=SiteInput("Hasselt", "Hasselt", zone), now=now)
    with pytest.raises(RuleBroken) as refused:
        change_site(actor=cast.bo, site=site, changes=SiteInput("Alkmaar", "", zone), now=now)
    assert refused.value.field == "name"
    with pytest.raises(RuleBroken):
        create_site(actor=cast.bo, site=SiteInput("Hasselt", "", zone), now=now)


def test_team_tree_shows_staff_and_leaders(cast: Cast) -> None:
    (region,) = team_tree(DAY)
    assert [branch.team.name for branch in region.below] == ["Desk North", "Desk South"]
    north = region.below[0]
    assert north.staff_count == 1
    assert [membership.user.name for membership in north.leaders] == ["Max Visser", "Dex Kuiper"]
