"""The list of people and one person's page with its small forms."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Invitation, Membership, Outbox, RoleGrant, SignInSlip, User
from people.operations import deactivate
from people.queries import database_now
from tests.cast import Cast
from tests.factories import MembershipFactory, TeamFactory, UserFactory

NEW = {"name": "Noor Prins", "email": "noor@luwte.example", "sign_in_name": "", "phone": "072 1"}


@pytest.fixture
def bo(cast: Cast, client: Client) -> User:
    client.force_login(cast.bo)
    cache.clear()
    return cast.bo


def _url(person: User, rest: str = "") -> str:
    return f"/people/{person.public_id}/{rest}"


def _names(client: Client, query: str = "") -> set[str]:
    page = client.get(f"/people/{query}").content.decode()
    return set(re.findall(r'<p class="ttl">([^<]+)</p>', page))


def test_list_shows_administrators_everybody(client: Client, cast: Cast, bo: User) -> None:
    assert {"Ana Bakker", "Zoe Amrani", "Hana Mol", "Bo Dekker"} <= _names(client)


def test_list_shows_leaders_their_own_team(client: Client, cast: Cast) -> None:
    client.force_login(cast.max)
    assert _names(client) == {"Ana Bakker", "Max Visser", "Dex Kuiper"}
    assert _names(client, f"?q=zoe&team={cast.south.public_id}&state=all") == set()


@pytest.mark.parametrize("who", ["ana", "hana", "pim"])
def test_list_is_not_for_other_roles(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/people/").status_code == 403
    assert client.get("/teams/").status_code == 403


def test_list_finds_by_word_team_role_and_state(client: Client, cast: Cast, bo: User) -> None:
    deactivate(actor=bo, person=cast.zoe, now=database_now())
    cast.max.set_password("lee side of the wind")
    cast.max.save()
    assert _names(client, "?q=visser") == {"Max Visser"}
    assert _names(client, "?q=ANA@luwte") == {"Ana Bakker", "Hana Mol"}
    assert _names(client, f"?team={cast.north.public_id}&role=leads") == {
        "Max Visser",
        "Dex Kuiper",
    }
    assert _names(client, "?role=hr") == {"Hana Mol"}
    assert _names(client, "?state=closed") == {"Zoe Amrani"}
    assert "Max Visser" not in _names(client, "?state=waiting")
    assert "Zoe Amrani" not in _names(client)
    assert "Zoe Amrani" in _names(client, "?state=all")
    assert len(_names(client, "?team=nonsense&role=nonsense&state=nonsense&page=99")) > 5


def test_list_escapes_what_was_searched(client: Client, bo: User) -> None:
    page = client.get("/people/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "Nobody like that" in page


def test_list_is_paged_by_fifty(client: Client, bo: User) -> None:
    UserFactory.create_batch(60)
    assert len(_names(client)) == 50
    assert 'href="?q=colleague&amp;page=2"' in client.get("/people/?q=colleague").content.decode()
    assert len(_names(client, "?page=2")) == 19


def _statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_list_asks_as_often_for_one_as_for_many(client: Client, cast: Cast, bo: User) -> None:
    MembershipFactory.create(user=UserFactory.create(name="Queried 1"), team=cast.north)
    client.get("/people/")
    one = _statements(client, "/people/?q=queried")
    for number in range(2, 5):
        person = UserFactory.create(name=f"Queried {number}")
        MembershipFactory.create(user=person, team=TeamFactory.create(parent=cast.region))
        MembershipFactory.create(user=person, team=cast.north)
        RoleGrant.objects.create(user=person, role=RoleGrant.Role.HR)
    assert _statements(client, "/people/?q=queried") == one
    assert one <= 14


def test_person_page_asks_as_often_for_many_places(client: Client, cast: Cast, bo: User) -> None:
    client.get(_url(cast.ana))
    one = _statements(client, _url(cast.ana))
    for _ in range(3):
        MembershipFactory.create(user=cast.ana)
    for role in RoleGrant.Role.values:
        RoleGrant.objects.create(user=cast.ana, role=role, granted_by=bo)
    assert _statements(client, _url(cast.ana)) == one


def test_person_is_added_and_waits_for_a_way_in(client: Client, bo: User) -> None:
    assert client.get("/people/new/").status_code == 200
    answer = client.post("/people/new/", NEW)
    noor = User.objects.get(name="Noor Prins")
    assert answer["Location"] == _url(noor)
    assert "Not chosen yet" in client.get(_url(noor)).content.decode()


def test_person_who_cannot_be_added_stays_typed(client: Client, cast: Cast, bo: User) -> None:
    answer = client.post("/people/new/", NEW | {"email": "ANA@luwte.example"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_email_error"' in page
    assert 'href="#id_email"' in page
    assert 'role="alert"' in page
    assert 'value="Noor Prins"' in page
    assert 'value="072 1"' in page


def test_error_is_at_the_field_for_dutch_readers_too(client: Client, cast: Cast, bo: User) -> None:
    bo.language = "nl"
    bo.save()
    page = client.post("/people/new/", {"name": "", "email": "no address"}).content.decode()
    assert '<html lang="nl"' in page
    assert 'id="id_name_error"' in page
    assert 'id="id_email_error"' in page
    assert "This field is required" not in page


def test_person_is_changed(client: Client, cast: Cast, bo: User) -> None:
    data = NEW | {"sign_in_name": "Ana.B"}
    assert client.post(_url(cast.ana), data).status_code == 302
    cast.ana.refresh_from_db()
    assert (cast.ana.name, cast.ana.sign_in_name) == ("Noor Prins", "ana.b")
    assert client.post(_url(cast.ana), data | {"sign_in_name": "no spaces!"}).status_code == 422


@pytest.mark.parametrize("who", ["zoe", "otto", "hana", "pim"])
def test_person_is_hidden_from_outsiders(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    for rest in ("", "slip/"):
        assert client.get(_url(cast.ana, rest)).status_code == 404
    for rest in ("invitation/", "slip/"):
        assert client.post(_url(cast.ana, rest)).status_code == 404
    assert not Invitation.objects.exists()
    assert not SignInSlip.objects.exists()


def test_person_page_of_oneself_is_the_settings_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    assert client.get(_url(cast.ana)).status_code == 403
    client.force_login(cast.max)
    assert client.get(_url(cast.max)).status_code == 403


@pytest.mark.parametrize(
    "rest", ["", "role/", "role/hr/end/", "place/", "deactivation/", "reactivation/"]
)
def test_leader_reads_but_does_not_administer(client: Client, cast: Cast, rest: str) -> None:
    client.force_login(cast.max)
    page = client.get(_url(cast.ana)).content.decode()
    assert "Print a slip" in page
    assert "Close this account" not in page
    before = User.objects.filter(pk=cast.ana.pk).values().get()
    answer = client.post(_url(cast.ana, rest), NEW | {"role": "hr"})
    assert answer.status_code == 403
    assert User.objects.filter(pk=cast.ana.pk).values().get() == before
    assert not RoleGrant.objects.filter(user=cast.ana).exists()


def test_leader_invites_again_and_prints_a_slip(client: Client, cast: Cast) -> None:
    client.force_login(cast.max)
    assert client.post(_url(cast.ana, "invitation/")).status_code == 302
    assert Outbox.objects.get().recipient == cast.ana
    assert client.get(_url(cast.ana, "slip/")).status_code == 200
    assert not SignInSlip.objects.exists(), "a visit makes nothing"
    answer = client.post(_url(cast.ana, "slip/"))
    page = answer.content.decode()
    assert "ana.bakker" in page
    assert re.search(r"\b[a-z2-9]{4}-[a-z2-9]{4}\b", page)
    assert "no-store" in answer["Cache-Control"]
    assert SignInSlip.objects.get().made_by == cast.max


@pytest.mark.parametrize(
    ("maker", "subject", "status"),
    [
        ("dex", "ana", 200),  # a deputy, for staff
        ("max", "dex", 200),  # a manager, for the deputy
        ("dex", "max", 403),  # not upward: a slip lets its holder become that person
        ("bo", "ana", 200),
        ("bo", "pim", 403),  # who reads others' reports gets a mail, not a paper
        ("bo", "max", 403),
    ],
)
def test_slips_give_nobody_more_than_they_have(
    client: Client, cast: Cast, maker: str, subject: str, status: int
) -> None:
    client.force_login(getattr(cast, maker))
    assert client.post(_url(getattr(cast, subject), "slip/")).status_code == status


def test_leader_makes_no_slip_for_a_member_with_a_role(client: Client, cast: Cast) -> None:
    MembershipFactory.create(user=cast.pim, team=cast.north)
    client.force_login(cast.max)
    assert client.get(_url(cast.pim)).status_code == 200
    assert client.post(_url(cast.pim, "slip/")).status_code == 403


def test_roles_are_given_and_taken(client: Client, cast: Cast, bo: User) -> None:
    assert client.post(_url(cast.ana, "role/"), {"role": "hr"}).status_code == 302
    assert RoleGrant.objects.get(user=cast.ana).role == "hr"
    assert client.post(_url(cast.ana, "role/hr/end/")).status_code == 302
    assert not RoleGrant.objects.filter(user=cast.ana).exists()
    assert client.post(_url(cast.ana, "role/king/end/")).status_code == 404
    answer = client.post(_url(bo, "role/"), {"role": "hr"})
    assert answer.status_code == 422
    assert 'id="role_role_error"' in answer.content.decode()


def test_places_are_given_and_ended(client: Client, cast: Cast, bo: User) -> None:
    data = {"team": str(cast.south.public_id), "kind": "deputy", "starts_on": "2026-11-18"}
    assert client.post(_url(cast.ana, "place/"), data).status_code == 302
    place = Membership.objects.get(user=cast.ana, team=cast.south)
    assert place.starts_on == dt.date(2026, 11, 18)
    answer = client.post(_url(cast.ana, "place/"), data)
    assert answer.status_code == 422
    assert 'id="place_starts_on_error"' in answer.content.decode()
    end = _url(cast.ana, f"place/{place.public_id}/end/")
    assert client.post(end, {"ends_on": "2026-11-01"}).status_code == 422
    assert client.post(end, {"ends_on": "2026-12-01"}).status_code == 302
    place.refresh_from_db()
    assert place.ends_on == dt.date(2026, 12, 1)
    of_somebody_else = _url(cast.max, f"place/{place.public_id}/end/")
    assert client.post(of_somebody_else, {"ends_on": "2026-12-01"}).status_code == 404


def test_account_is_closed_after_a_question_and_opened_again(
    client: Client, cast: Cast, bo: User
) -> None:
    assert client.get(_url(cast.ana, "deactivation/")).status_code == 200
    cast.ana.refresh_from_db()
    assert cast.ana.is_active
    assert client.post(_url(cast.ana, "deactivation/")).status_code == 302
    cast.ana.refresh_from_db()
    assert not cast.ana.is_active
    assert "was closed on" in client.get(_url(cast.ana)).content.decode()
    assert client.post(_url(cast.ana, "reactivation/")).status_code == 302
    cast.ana.refresh_from_db()
    assert cast.ana.is_active
    refused = client.post(_url(bo, "deactivation/"))
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("get", "invitation/"),
        ("get", "role/"),
        ("get", "role/hr/end/"),
        ("get", "place/"),
        ("get", "reactivation/"),
        ("delete", ""),
        ("put", "slip/"),
        ("delete", "deactivation/"),
    ],
)
def test_person_refuses_wrong_methods(
    client: Client, cast: Cast, bo: User, method: str, rest: str
) -> None:
    assert getattr(client, method)(_url(cast.ana, rest)).status_code == 405


def test_pages_of_people_are_never_cached(client: Client, cast: Cast, bo: User) -> None:
    assert "no-store" in client.get(_url(cast.ana))["Cache-Control"]
    assert timezone.get_current_timezone() is not None
