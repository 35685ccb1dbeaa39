import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import HelpCall, HelpRoute
from incidents.operations.route import reset_route, set_route
from incidents.queries.duty import route_of
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import TeamFactory

Level = HelpCall.Level
URL = "/help/route/"


def _sent(one: str, two: str, three: str, four: str, seconds: str = "45") -> dict[str, str]:
    levels = {"level_1": one, "level_2": two, "level_3": three, "level_4": four}
    return levels | {"seconds": seconds}


def test_team_follows_the_organisation_unless_it_has_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    assert route_of(cast.north).levels == [1, 2, 3, 4]
    assert client.post(URL, _sent("1", "", "2", "3"))["Location"] == URL
    assert (route_of(cast.north).levels, route_of(cast.north).seconds) == ([1, 3, 4], 45)
    own = f"{URL}{cast.north.public_id}/"
    assert "This team follows the organisation." in client.get(own).text
    client.post(own, _sent("2", "1", "", "", "300"))
    assert (route_of(cast.north).levels, route_of(cast.north).seconds) == ([2, 1], 300)
    assert route_of(cast.south).levels == [1, 3, 4]
    assert "Desk North" in client.get(URL).text
    client.post(f"{own}reset/")
    assert route_of(cast.north).levels == [1, 3, 4]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (_sent("1", "1", "2", "3"), "Give each level a place of its own."),
        (_sent("", "", "", ""), "At least one level has to be asked."),
        (_sent("1", "2", "3", "4", "29"), "greater than or equal to 30"),
        (_sent("1", "2", "3", "4", "301"), "less than or equal to 300"),
        (_sent("9", "2", "3", "4"), "Select a valid choice."),
    ],
)
def test_route_that_cannot_be_used_is_refused(
    client: Client, cast: Cast, sent: dict[str, str], message: str
) -> None:
    client.force_login(cast.bo)
    response = client.post(URL, sent)
    assert response.status_code == 422
    assert message in response.text
    assert not HelpRoute.objects.exists()


@pytest.mark.parametrize(
    ("levels", "seconds"), [([], 60), ([1, 1], 60), ([5], 60), ([1], 29), ([1], 301)]
)
def test_operation_and_database_refuse_what_the_form_refuses(
    cast: Cast, now: dt.datetime, levels: list[int], seconds: int
) -> None:
    with pytest.raises(RuleBroken):
        set_route(actor=cast.bo, team=cast.north, levels=levels, seconds=seconds, now=now)
    if not 30 <= seconds <= 300:
        with pytest.raises(IntegrityError), transaction.atomic():
            HelpRoute.objects.create(team=cast.north, levels=levels, seconds=seconds)


def test_closed_team_gets_no_route(cast: Cast, now: dt.datetime) -> None:
    closed = TeamFactory.create(closed_on=timezone.localdate(now))
    with pytest.raises(RuleBroken, match="closed"):
        set_route(actor=cast.bo, team=closed, levels=[1], seconds=60, now=now)
    reset_route(actor=cast.bo, team=closed, now=now)


def test_list_of_routes_asks_as_often_for_many(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.bo)
    counts = []
    for number in (1, 30):
        for team in TeamFactory.create_batch(number):
            set_route(actor=cast.bo, team=team, levels=[1], seconds=60, now=now)
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        counts.append(len(captured))
    assert counts[0] == counts[1]
