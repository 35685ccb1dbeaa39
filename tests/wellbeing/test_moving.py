"""Somebody leaves or changes team, on the pages of the administrator: no talk is dropped.

The person is told who asks from now on, and is asked whether that one may read what was told.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import ReadingConsent
from people.models import Membership, Notice, User
from tests.cast import Cast
from tests.wellbeing.pages import reported, signed_in, text_of
from tests.wellbeing.stories import checkins_of
from wellbeing.models import CheckIn
from wellbeing.operations import hand_over

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Leaving = Callable[[Client, Cast], User]


def _post(client: Client, person: User, rest: str, **data: str) -> None:
    answer = client.post(f"/people/{person.public_id}/{rest}", data)
    assert answer.status_code == 302, answer.content


def _end_place(client: Client, person: User) -> None:
    place = Membership.objects.get(user=person)
    yesterday = timezone.localdate() - DAY
    _post(client, person, f"place/{place.public_id}/end/", ends_on=f"{yesterday}")


def manager_steps_down(client: Client, cast: Cast) -> User:
    _end_place(client, cast.max)
    return cast.dex


def manager_leaves(client: Client, cast: Cast) -> User:
    _post(client, cast.max, "deactivation/")
    return cast.dex


def person_changes_team(client: Client, cast: Cast) -> User:
    _end_place(client, cast.ana)
    south, today = str(cast.south.public_id), f"{timezone.localdate()}"
    _post(client, cast.ana, "place/", team=south, kind="staff", starts_on=today)
    return cast.otto


def person_is_moved_in_bulk(client: Client, cast: Cast) -> User:
    """As a sheet or a directory would: the database notes it, whoever writes the rows."""
    Membership.objects.filter(user=cast.ana).delete()
    row = Membership(
        user=cast.ana, team=cast.south, kind=Membership.Kind.STAFF, starts_on=timezone.localdate()
    )
    Membership.objects.bulk_create([row])
    return cast.otto


@pytest.mark.parametrize(
    "leaving", [manager_steps_down, manager_leaves, person_changes_team, person_is_moved_in_bulk]
)
def test_open_check_ins_move_and_the_person_is_told_and_asked(cast: Cast, leaving: Leaving) -> None:
    incident = reported(cast.ana, cast.north)
    before = {row.pk: row.due_at for row in checkins_of(cast.ana)}
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}
    Notice.objects.filter(recipient=cast.ana).delete()

    successor = leaving(signed_in(cast.bo), cast)
    hand_over(now=timezone.now())

    rows = checkins_of(cast.ana)
    assert {row.pk: row.due_at for row in rows} == before, "none is dropped, none is put off"
    assert {row.owner for row in rows} == {successor}
    assert not CheckIn.objects.exclude(cancelled_at=None).exists()
    told = Notice.objects.filter(recipient=cast.ana)
    assert told.filter(kind=Notice.Kind.CHECKIN_OWNER).exists()
    consent = ReadingConsent.objects.get()
    assert (consent.incident, consent.reader, consent.may_read) == (incident, successor, None)
    home = signed_in(cast.ana).get("/home/").text
    assert f"/reading/{consent.public_id}/" in home
    assert "Somebody new holds your check-ins. May they read your report?" in text_of(home)
    talk = signed_in(successor).get(f"/checkin/{rows[0].public_id}/").text
    assert "is asked whether you may read it" in text_of(talk)
