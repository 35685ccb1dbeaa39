import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import ClosingDay, User
from tests.cast import Cast

YEAR = timezone.now().year
FIRST = dt.date(YEAR, 12, 24)
DAYS = {"team": "", "first_on": FIRST.isoformat(), "last_on": f"{YEAR}-12-31"}


def test_admin_closes_everybody_and_opens_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    assert client.post("/closing-days/", DAYS)["Location"] == "/closing-days/"
    row = ClosingDay.objects.get()
    assert (row.team, row.first_on, row.last_on) == (None, FIRST, dt.date(YEAR, 12, 31))
    assert "The whole organisation" in client.get("/closing-days/").text
    removal = f"/closing-days/{row.public_id}/removal/"
    assert "Remove these closing days?" in client.get(removal).text
    client.post(removal)
    assert not ClosingDay.objects.exists()


def test_manager_closes_the_own_team_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.max)
    own = DAYS | {"team": str(cast.north.public_id)}
    assert client.post("/closing-days/", own).status_code == 302
    for team in ("", str(cast.south.public_id)):
        assert client.post("/closing-days/", DAYS | {"team": team}).status_code == 422
    everybody = ClosingDay.objects.create(first_on=FIRST, last_on=FIRST)
    foreign = ClosingDay.objects.create(team=cast.south, first_on=FIRST, last_on=FIRST)
    assert client.post(f"/closing-days/{everybody.public_id}/removal/").status_code == 403
    assert client.post(f"/closing-days/{foreign.public_id}/removal/").status_code == 404
    assert ClosingDay.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"last_on": f"{YEAR}-12-01"}, "The last day cannot come before the first."),
        ({"last_on": f"{YEAR + 2}-01-01"}, "More than a year is no closing day."),
        ({"first_on": ""}, "Choose a day."),
    ],
)
def test_days_that_cannot_be_are_refused(
    client: Client, cast: Cast, changes: dict[str, str], message: str
) -> None:
    client.force_login(cast.bo)
    response = client.post("/closing-days/", DAYS | changes)
    assert response.status_code == 422
    assert message in response.text


def test_list_is_filtered_by_the_address(client: Client, cast: Cast) -> None:
    ClosingDay.objects.create(team=cast.south, first_on=FIRST, last_on=FIRST)
    client.force_login(cast.bo)
    assert "24 December" in client.get(f"/closing-days/?year={YEAR}").text
    assert "24 December" not in client.get(f"/closing-days/?year={YEAR + 1}").text
    assert "24 December" not in client.get(f"/closing-days/?team={cast.north.public_id}").text


def test_list_takes_as_many_queries_however_long(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    ClosingDay.objects.create(first_on=FIRST, last_on=FIRST)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            client.get("/closing-days/")
        counts.append(len(caught))
        for n in range(5):
            day = FIRST - dt.timedelta(days=n + 1)
            ClosingDay.objects.create(team=cast.north, first_on=day, last_on=day)
    assert counts[0] == counts[1]


def test_own_working_days_are_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    what = {"language": "en", "theme": "device", "weekdays": ["4", "1", "2"]}
    assert client.post("/account/", what).status_code == 302
    assert User.objects.get(pk=cast.ana.pk).weekdays == "124"
