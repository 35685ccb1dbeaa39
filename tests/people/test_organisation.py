import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from people.models import Organisation, SettingChange, Team
from people.operations import note_settings
from tests.cast import Cast

FINE: dict[str, Any] = {
    "name": "De Luwte Energie",
    "security_phone": "+31 (0)72 555 01 99",
    "emergency_number": "112",
    "address": "Voorbeeldweg 1, Alkmaar",
    "objection_address": "bezwaar@luwte.example",
    "working_weekdays": ["1", "2", "6"],
    "day_starts_at": "08:30",
    "day_ends_at": "21:00",
    "relation_review_at": "4",
    "load_limit": "12",
    "load_days": "10",
    "load_rest_days": "30",
    "weight_rude": "2",
    "weight_abusive": "4",
    "weight_threat": "6",
    "weight_violence": "9",
    "weight_impact": "3",
    "has_impact_tap": "on",
    "country": "DE",
    "region": "BY",
    "smallest_group": "6",
}


def test_admin_sets_what_holds_for_all(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    assert client.get("/organisation/").status_code == 200
    response = client.post("/organisation/", FINE)
    assert response["Location"] == "/organisation/"
    row = Organisation.current()
    assert (row.security_phone, row.working_weekdays) == ("+31 (0)72 555 01 99", "126")
    assert (row.load_limit, row.load_days, row.load_rest_days) == (12, 10, 30)
    assert (row.day_starts_at, row.day_ends_at) == (dt.time(8, 30), dt.time(21))
    weights = [row.weight_rude, row.weight_abusive, row.weight_threat, row.weight_violence]
    assert (weights, row.weight_impact, row.has_impact_tap) == ([2, 4, 6, 9], 3, True)
    assert (row.country, row.region) == ("DE", "BY")
    assert "own defaults; nobody has shown that they are right" in client.get("/organisation/").text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("security_phone", "ring Jan", "This is no phone number."),
        ("emergency_number", "", "This field is required."),
        ("emergency_number", "one-one-two", "This is no phone number."),
        ("working_weekdays", [], "This field is required."),
        ("day_ends_at", "08:00", "The day ends after it starts."),
        ("load_limit", "2", "greater than or equal to 3"),
        ("weight_threat", "3", "Something heavier cannot weigh less."),
        ("weight_violence", "101", "less than or equal to 100"),
        ("smallest_group", "4", "greater than or equal to 5"),
        ("country", "ZZ", "Select a valid choice."),
        ("load_days", "99", "less than or equal to 60"),
        ("relation_review_at", "many", "Enter a whole number."),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    client: Client, cast: Cast, field: str, value: Any, message: str
) -> None:
    client.force_login(cast.bo)
    response = client.post("/organisation/", FINE | {field: value})
    assert response.status_code == 422
    assert message in response.text
    assert f'href="#id_{field}' in response.text
    assert "Voorbeeldweg 1, Alkmaar" in response.text, "what was typed stays"
    assert Organisation.current().address == ""


def _team(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {"name": "Desk North", "parent": str(cast.region.public_id), **changes}


def test_team_has_hours_of_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    url = f"/teams/{cast.north.public_id}/"
    sent = _team(cast, phone="072 555 01 00", weekdays=["6", "7"], opens_at="18:00")
    assert "Give both times" in client.post(url, sent).text
    client.post(url, sent | {"closes_at": "02:00"})
    team = Team.objects.get(pk=cast.north.pk)
    assert (team.weekdays, team.opens_at, team.closes_at) == ("67", dt.time(18), dt.time(2))
    page = client.get(url).text
    assert 'value="18:00"' in page
    client.post(url, _team(cast))
    team.refresh_from_db()
    assert (team.weekdays, team.opens_at, team.closes_at) == ("", None, None)


def test_phone_of_a_team_can_be_dialled(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    response = client.post(f"/teams/{cast.north.public_id}/", _team(cast, phone="the desk"))
    assert response.status_code == 422
    assert "This is no phone number." in response.text
    assert "the desk" in response.text


def test_regions_follow_the_country_without_a_script(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    client.post("/organisation/", FINE)
    page = client.get("/organisation/").text
    assert "Bayern" in page
    assert "Netherlands" in page
    client.post("/organisation/", FINE | {"country": "CH"})  # the region of before is posted too
    assert (Organisation.current().country, Organisation.current().region) == ("CH", "")
    page = client.get("/organisation/").text
    assert "Zürich" in page
    assert "Bayern" not in page


def test_countries_stand_in_the_language_of_the_reader(client: Client, cast: Cast) -> None:
    cast.bo.language = "nl"
    cast.bo.save(update_fields=["language"])
    client.force_login(cast.bo)
    assert "Duitsland" in client.get("/organisation/").text


def test_site_has_a_country_of_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    address = f"/sites/{cast.site.public_id}/"
    what = {"name": "Alkmaar", "city": "", "time_zone": "Europe/Brussels", "country": "BE"}
    assert client.post(address, what)["Location"] == address
    cast.site.refresh_from_db()
    assert (cast.site.country, cast.site.region) == ("BE", "")
    assert "As the organisation" in client.get(address).text


def test_each_change_of_a_setting_is_dated(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    client.post("/organisation/", FINE)
    first = SettingChange.objects.count()
    client.post("/organisation/", FINE | {"load_limit": "15", "day_ends_at": "20:30"})
    client.post("/organisation/", FINE | {"load_limit": "15", "day_ends_at": "20:30"})
    lines = {row.name: (row.by, row.old, row.new) for row in SettingChange.objects.all()[:2]}
    assert lines == {
        "load_limit": (cast.bo, 12, 15),
        "day_ends_at": (cast.bo, "21:00", "20:30"),
    }
    assert SettingChange.objects.count() == first + 2


@pytest.mark.django_db
def test_change_of_a_setting_stays_as_it_was_written(cast: Cast) -> None:
    now = timezone.now()
    note_settings(actor=cast.bo, area="care", before={}, after={"light.own": True}, now=now)
    for change in (SettingChange.objects.all().delete, lambda: SettingChange.objects.update(new=1)):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_smallest_group_only_goes_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.bo)
    client.post("/organisation/", FINE | {"smallest_group": "8"})
    response = client.post("/organisation/", FINE | {"smallest_group": "7"})
    assert "This number can only go up." in response.text
    assert Organisation.current().smallest_group == 8
