"""The rules about accounts and roles."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from people.errors import RuleBroken
from people.models import Invitation, Membership, RoleGrant, SignInSlip, User
from people.operations import (
    LinkSpent,
    PersonInput,
    accept_invitation,
    change_person,
    create_person,
    deactivate,
    grant_role,
    invite,
    make_slip,
    reactivate,
    revoke_role,
    use_slip,
)
from people.signals import person_deactivated
from tests.cast import Cast
from tests.factories import MembershipFactory

Role = RoleGrant.Role


def test_person_without_mail_gets_a_free_sign_in_name(cast: Cast, now: dt.datetime) -> None:
    names = [
        create_person(actor=cast.bo, person=PersonInput(name=name), now=now).sign_in_name
        for name in ("Zoë van Dam", "Zoe Dam", "Zoe Dam", "李", "Jean-Luc d'Or")
    ]
    assert names == ["zoe.dam", "zoe.dam2", "zoe.dam3", "colleague", "jeanluc.dor"]


def test_person_made_cannot_sign_in_yet(cast: Cast, now: dt.datetime) -> None:
    person = create_person(
        actor=cast.bo, person=PersonInput(name="New", email="New@Luwte.example"), now=now
    )
    assert person.email == "new@luwte.example"
    assert person.sign_in_name is None
    assert not person.has_usable_password()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (PersonInput(name="N", email="ANA@luwte.example"), "email"),
        (PersonInput(name="N", sign_in_name="Taken"), "sign_in_name"),
    ],
)
def test_person_with_a_taken_address_or_name_is_refused(
    cast: Cast, now: dt.datetime, given: PersonInput, field: str
) -> None:
    User.objects.filter(pk=cast.max.pk).update(sign_in_name="taken")
    with pytest.raises(RuleBroken) as refused:
        create_person(actor=cast.bo, person=given, now=now)
    assert refused.value.field == field


def test_change_of_address_voids_links_to_the_old_one(cast: Cast, now: dt.datetime) -> None:
    invite(actor=cast.bo, person=cast.ana, now=now)
    changes = PersonInput(name="Ana Bakker", email="ana.new@luwte.example")
    change_person(actor=cast.bo, person=cast.ana, changes=changes, now=now)
    assert Invitation.objects.get().voided_at == now


def test_change_keeps_a_way_to_name_somebody(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        change_person(actor=cast.bo, person=cast.ana, changes=PersonInput(name="Ana"), now=now)
    assert refused.value.field == "sign_in_name"


def test_deactivate_ends_every_way_in_and_keeps_history(
    cast: Cast, client: Client, now: dt.datetime
) -> None:
    invite(actor=cast.bo, person=cast.ana, now=now)
    _slip, code = make_slip(actor=cast.max, person=cast.ana, now=now)
    today = timezone.localdate(now)
    later = MembershipFactory.create(
        user=cast.ana, team=cast.south, starts_on=today + dt.timedelta(days=9)
    )
    client.force_login(cast.ana)
    told: list[User] = []

    def listen(person: User, **_rest: object) -> None:
        told.append(person)

    person_deactivated.connect(listen)
    gone = deactivate(actor=cast.bo, person=cast.ana, now=now)
    person_deactivated.disconnect(listen)

    assert told == [cast.ana]
    assert gone.deactivated_at == now
    assert Invitation.objects.get().voided_at == now
    assert SignInSlip.objects.get().voided_at == now
    assert Membership.objects.get(user=cast.ana).ends_on == today
    assert not Membership.objects.filter(pk=later.pk).exists(), "it never began"
    assert client.get("/account/").status_code == 302, "the very next request"
    with pytest.raises(RuleBroken):
        use_slip(sign_in_name="ana.bakker", code=code, password="x" * 12, now=now)


def test_deactivate_twice_does_nothing_more(cast: Cast, now: dt.datetime) -> None:
    deactivate(actor=cast.bo, person=cast.ana, now=now)
    again = deactivate(actor=cast.bo, person=cast.ana, now=now + dt.timedelta(days=1))
    assert again.deactivated_at == now
    assert again.session_round == 1


def test_deactivate_refuses_oneself_and_the_last_administrator(
    cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(RuleBroken, match="your own"):
        deactivate(actor=cast.bo, person=cast.bo, now=now)
    with pytest.raises(RuleBroken, match="last administrator"):
        deactivate(actor=cast.hana, person=cast.bo, now=now)


def test_reactivated_person_starts_without_password_roles_and_old_sessions(
    cast: Cast, client: Client, now: dt.datetime
) -> None:
    cast.hana.set_password("lee side of the wind")
    cast.hana.save()
    client.force_login(cast.hana)
    deactivate(actor=cast.bo, person=cast.hana, now=now)
    back = reactivate(actor=cast.bo, person=cast.hana, now=now)
    assert back.is_active
    assert back.deactivated_at is None
    assert not back.has_usable_password()
    assert not RoleGrant.objects.filter(user=back).exists()
    assert client.get("/account/").status_code == 302


def test_nobody_gives_themselves_a_role(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        grant_role(actor=cast.bo, person=cast.bo, role=Role.HR, now=now)
    assert refused.value.field == "role"


def test_role_is_given_once_and_taken_away_again(cast: Cast, now: dt.datetime) -> None:
    for _ in range(2):
        grant_role(actor=cast.bo, person=cast.ana, role=Role.ADVISER, now=now)
    assert RoleGrant.objects.get(user=cast.ana).granted_by == cast.bo
    for _ in range(2):
        revoke_role(actor=cast.bo, person=cast.ana, role=Role.ADVISER, now=now)
    assert not RoleGrant.objects.filter(user=cast.ana).exists()


def test_last_administrator_stays(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="last administrator"):
        revoke_role(actor=cast.bo, person=cast.bo, role=Role.ADMIN, now=now)
    grant_role(actor=cast.bo, person=cast.ana, role=Role.ADMIN, now=now)
    revoke_role(actor=cast.bo, person=cast.bo, role=Role.ADMIN, now=now)
    assert RoleGrant.objects.get(role=Role.ADMIN).user == cast.ana


def test_invite_needs_an_address_and_somebody_without_a_password(
    cast: Cast, now: dt.datetime
) -> None:
    cast.ana.email = None
    cast.ana.save()
    with pytest.raises(RuleBroken) as refused:
        invite(actor=cast.bo, person=cast.ana, now=now)
    assert refused.value.field == "email"
    cast.max.set_password("lee side of the wind")
    cast.max.save()
    with pytest.raises(RuleBroken, match="already"):
        invite(actor=cast.bo, person=cast.max, now=now)


@pytest.mark.django_db
def test_token_nobody_has_opens_nothing(now: dt.datetime) -> None:
    for token in ("", "nonsense"):
        with pytest.raises(LinkSpent):
            accept_invitation(token=token, password="x" * 12, now=now)


def test_newer_slip_voids_the_older_and_slips_end_after_seven_days(
    cast: Cast, now: dt.datetime
) -> None:
    _first, old = make_slip(actor=cast.max, person=cast.ana, now=now)
    slip, new = make_slip(actor=cast.max, person=cast.ana, now=now)
    password = "lee side of the wind"
    with pytest.raises(RuleBroken):
        use_slip(sign_in_name="ana.bakker", code=old, password=password, now=now)
    with pytest.raises(RuleBroken):
        use_slip(sign_in_name="ana.bakker", code=new, password=password, now=slip.expires_at)
    last = slip.expires_at - dt.timedelta(seconds=1)
    assert use_slip(sign_in_name="ana.bakker", code=new, password=password, now=last) == cast.ana
    assert new not in slip.code_hash


def test_used_slip_is_told_to_the_person(cast: Cast, now: dt.datetime) -> None:
    _slip, code = make_slip(actor=cast.max, person=cast.ana, now=now)
    use_slip(sign_in_name="ana.bakker", code=code, password="lee side of the wind", now=now)
    assert cast.ana.notices.get().kind == "slip_used"
