import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.http import PreferencesMiddleware
from people.models import Organisation, Site, Team, User
from tests.cast import Cast

PASSWORD = "lee side of the wind"
GIVEN = {
    "language": "nl",
    "theme": "dark",
    "time_zone": "Europe/Lisbon",
    "shift_ends_at": "16:30",
    "phone": "072 555 01 23",
    "has_shortcuts": "on",
}


@pytest.fixture
def ana(cast: Cast, client: Client) -> User:
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    client.force_login(cast.ana)
    cache.clear()
    return cast.ana


def test_help_has_a_shortcut_that_can_be_switched_off(client: Client, ana: User) -> None:
    assert 'data-help="/help/"' in client.get("/home/").content.decode()
    client.post("/account/", {**GIVEN, "has_shortcuts": ""})
    assert "data-help=" not in client.get("/home/").content.decode()


def test_preferences_are_kept(client: Client, ana: User) -> None:
    assert client.post("/account/", GIVEN)["Location"] == "/account/"
    ana.refresh_from_db()
    assert ana.language == "nl"
    assert ana.theme == "dark"
    assert str(ana.time_zone) == "Europe/Lisbon"
    assert ana.shift_ends_at == dt.time(16, 30)
    page = client.get("/account/").content.decode()
    assert '<html lang="nl" data-bs-theme="dark">' in page
    assert 'value="16:30"' in page


def test_preferences_that_cannot_be_used_stay_typed(client: Client, ana: User) -> None:
    answer = client.post("/account/", GIVEN | {"shift_ends_at": "half past", "phone": "072 1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_shift_ends_at_error"' in page
    assert 'value="072 1"' in page
    assert 'role="alert"' in page
    ana.refresh_from_db()
    assert ana.phone == ""


def test_password_is_changed_by_who_knows_it(client: Client, ana: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(ana)
    new = "another side of the wind"
    data = {"password_now": PASSWORD, "password": new, "password_again": new}
    assert client.post("/account/password/", data).status_code == 302
    assert client.get("/account/").status_code == 200, "this session goes on"
    assert elsewhere.get("/account/").status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(new)


def test_password_is_not_changed_by_who_does_not(client: Client, ana: User) -> None:
    new = "another side of the wind"
    data = {"password_now": "a guess", "password": new, "password_again": new}
    answer = client.post("/account/password/", data)
    assert answer.status_code == 422
    assert 'id="id_password_now_error"' in answer.content.decode()
    for _ in range(5):
        client.post("/account/password/", data)
    right = data | {"password_now": PASSWORD}
    assert client.post("/account/password/", right).status_code == 422, "too many tries"
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/account/", "/account/password/"])
def test_own_pages_refuse_other_methods(client: Client, ana: User, path: str) -> None:
    assert client.delete(path).status_code == 405


@pytest.mark.parametrize("path", ["/account/", "/account/password/", "/sign-out/"])
@pytest.mark.django_db
def test_own_pages_ask_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


def test_time_zone_stays_with_the_organisation_unless_chosen(client: Client, ana: User) -> None:
    page = client.get("/account/").content.decode()
    assert '<option value="" selected>As the organisation</option>' in page
    client.post("/account/", GIVEN | {"time_zone": ""})
    ana.refresh_from_db()
    assert ana.time_zone is None


def _zone_of_a_request(user: User) -> str:
    """In which time zone the pages of somebody are made."""
    request = RequestFactory().get("/home/")
    request.user = User.objects.get(pk=user.pk)
    seen = PreferencesMiddleware(lambda _: HttpResponse(timezone.get_current_timezone_name()))
    return seen(request).text


def test_pages_are_in_the_time_zone_the_check_ins_are_planned_by(cast: Cast, settings: Any) -> None:
    """Their own, else that of the site where they work, else of the organisation."""
    settings.TIME_ZONE = "UTC"
    Organisation.objects.update_or_create(pk=1, defaults={"time_zone": "America/New_York"})
    Team.objects.filter(pk=cast.north.pk).update(site=None)
    assert _zone_of_a_request(cast.ana) == "America/New_York"
    site = Site.objects.create(name="Tokyo desk", time_zone="Asia/Tokyo")
    Team.objects.filter(pk=cast.north.pk).update(site=site)
    assert _zone_of_a_request(cast.ana) == "Asia/Tokyo"
    User.objects.filter(pk=cast.ana.pk).update(time_zone="Europe/Lisbon")
    assert _zone_of_a_request(cast.ana) == "Europe/Lisbon"


def test_place_of_somebody_costs_no_query_of_its_own(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    site = Site.objects.create(name="Tokyo desk", time_zone="Asia/Tokyo")
    Team.objects.filter(pk=cast.north.pk).update(site=site)
    ana = User.objects.get(pk=cast.ana.pk)
    assert ana.team_ids
    with django_assert_num_queries(0):
        assert str(ana.place_zone) == "Asia/Tokyo"
