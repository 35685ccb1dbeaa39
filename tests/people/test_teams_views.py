"""The tree of teams, one team's page, and the sites."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Membership, Site, Team, User
from tests.cast import Cast
from tests.factories import MembershipFactory, TeamFactory

NEW = {"name": "Desk West", "phone": "072 555 01 09"}


@pytest.fixture
def bo(cast: Cast, client: Client) -> User:
    client.force_login(cast.bo)
    return cast.bo


def _url(team: Team, rest: str = "") -> str:
    return f"/teams/{team.public_id}/{rest}"


def test_tree_shows_teams_leaders_staff_and_sites(client: Client, cast: Cast, bo: User) -> None:
    page = client.get("/teams/").content.decode()
    assert page.index("Region") < page.index("Desk North") < page.index("Desk South")
    for word in ("Part of Region", "Max Visser", "1 colleague", "Alkmaar"):
        assert word in page


def test_tree_of_an_empty_house_says_so(client: Client, cast: Cast, bo: User) -> None:
    Membership.objects.all().delete()
    Team.objects.exclude(parent=None).delete()
    Team.objects.all().delete()
    assert "No teams yet" in client.get("/teams/").content.decode()


def test_tree_asks_as_often_for_one_as_for_many(client: Client, cast: Cast, bo: User) -> None:
    client.get("/teams/")
    with CaptureQueriesContext(connection) as first:
        client.get("/teams/")
    above = cast.north
    for _ in range(3):
        above = TeamFactory.create(parent=above)
        MembershipFactory.create(team=above, kind=Membership.Kind.MANAGER)
    with CaptureQueriesContext(connection) as second:
        client.get("/teams/")
    assert len(second) == len(first) <= 14


def test_team_page_asks_as_often_for_many_people(client: Client, cast: Cast, bo: User) -> None:
    client.get(_url(cast.north))
    with CaptureQueriesContext(connection) as first:
        client.get(_url(cast.north))
    for _ in range(3):
        MembershipFactory.create(team=cast.north)
        TeamFactory.create(parent=cast.north)
    with CaptureQueriesContext(connection) as second:
        client.get(_url(cast.north))
    assert len(second) == len(first)


def test_team_is_added_below_another(client: Client, cast: Cast, bo: User) -> None:
    assert client.get("/teams/new/").status_code == 200
    data = NEW | {"parent": str(cast.region.public_id)}
    answer = client.post("/teams/new/", data)
    team = Team.objects.get(name="Desk West")
    assert team.parent == cast.region
    assert answer["Location"] == _url(team)
    refused = client.post("/teams/new/", data)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_name_error"' in page
    assert 'value="072 555 01 09"' in page


def test_team_is_changed_and_makes_no_ring(client: Client, cast: Cast, bo: User) -> None:
    assert client.post(_url(cast.north), NEW).status_code == 302
    cast.north.refresh_from_db()
    assert (cast.north.name, cast.north.parent) == ("Desk West", None)
    ring = {"name": "Region", "parent": str(cast.south.public_id)}
    refused = client.post(_url(cast.region), ring)
    assert refused.status_code == 422
    assert 'id="id_parent_error"' in refused.content.decode()


def test_team_takes_somebody_by_address_or_name(client: Client, cast: Cast, bo: User) -> None:
    data = {"login": "ANA@luwte.example", "kind": "staff", "starts_on": "2026-11-18"}
    assert client.post(_url(cast.south, "place/"), data).status_code == 302
    assert Membership.objects.filter(user=cast.ana, team=cast.south).exists()
    again = client.post(_url(cast.south, "place/"), data)
    assert again.status_code == 422
    unknown = client.post(_url(cast.south, "place/"), data | {"login": "nobody"})
    page = unknown.content.decode()
    assert unknown.status_code == 422
    assert 'id="place_login_error"' in page
    assert 'value="nobody"' in page


def test_team_is_closed_after_a_question_when_empty(client: Client, cast: Cast, bo: User) -> None:
    assert client.get(_url(cast.south, "closing/")).status_code == 200
    refused = client.post(_url(cast.south, "closing/"))
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    Membership.objects.filter(team=cast.south).update(ends_on=dt.date(2026, 1, 1))
    assert client.post(_url(cast.south, "closing/")).status_code == 302
    cast.south.refresh_from_db()
    assert cast.south.closed_on is not None
    assert "Closed teams" in client.get("/teams/").content.decode()
    assert client.get(_url(cast.south)).status_code == 200


def test_sites_are_added_and_changed(client: Client, cast: Cast, bo: User) -> None:
    data = {"name": "Hasselt", "city": "Hasselt", "time_zone": "Europe/Brussels"}
    assert client.get("/sites/new/").status_code == 200
    assert client.post("/sites/new/", data).status_code == 302
    site = Site.objects.get(name="Hasselt")
    url = f"/sites/{site.public_id}/"
    assert client.get(url).status_code == 200
    assert client.post(url, data | {"name": "Alkmaar"}).status_code == 422
    assert client.post(url, data | {"city": "Genk"}).status_code == 302
    site.refresh_from_db()
    assert site.city == "Genk"


@pytest.mark.parametrize("who", ["ana", "max", "hana", "pim"])
def test_teams_are_for_administrators(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    paths = [
        "/teams/",
        "/teams/new/",
        _url(cast.north),
        _url(cast.north, "closing/"),
        "/sites/new/",
        f"/sites/{cast.site.public_id}/",
    ]
    for path in paths:
        assert client.get(path).status_code == 403
    for path in [*paths[1:], _url(cast.north, "place/")]:
        assert client.post(path, NEW).status_code == 403
    cast.north.refresh_from_db()
    assert cast.north.name == "Desk North"


def test_teams_refuse_wrong_methods(client: Client, cast: Cast, bo: User) -> None:
    assert client.post("/teams/").status_code == 405
    assert client.get(_url(cast.north, "place/")).status_code == 405
    assert client.delete(_url(cast.north)).status_code == 405
