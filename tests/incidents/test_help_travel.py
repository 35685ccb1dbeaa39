"""Oracle: who hears of a call, and when, told as a story of one Wednesday afternoon."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from incidents.models import HelpCall, HelpRing, HelpRoute
from incidents.operations.help import advance_calls, raise_call
from incidents.signals import help_rung
from people.errors import RuleBroken
from people.models import DutySwitch, Membership, Notice, Outbox, TeamDevice, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory

SECOND = dt.timedelta(seconds=1)


def raised(cast: Cast, now: dt.datetime, key: str = "a", **reason: Any) -> HelpCall:
    return raise_call(actor=cast.ana, team=cast.north, key=key, now=now, **reason)


def rung(call: HelpCall) -> list[str]:
    """Who was asked to come, in order."""
    rings = HelpRing.objects.filter(call=call).select_related("person").order_by("rung_at", "pk")
    return [ring.person.given_name for ring in rings]


def off_duty(*people: User, until: dt.datetime | None = None) -> None:
    for person in people:
        DutySwitch.objects.update_or_create(
            user=person,
            defaults={
                "is_on_duty": False,
                "until": until,
                "switched_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            },
        )


@pytest.fixture
def told() -> Iterator[list[tuple[str, dt.datetime]]]:
    """Whom the signal named, and when."""
    heard: list[tuple[str, dt.datetime]] = []

    def listen(*, person: User, now: dt.datetime, **rest: object) -> None:
        heard.append((person.given_name, now))

    help_rung.connect(listen)
    yield heard
    help_rung.disconnect(listen)


def test_call_widens_level_by_level_each_sixty_seconds(
    cast: Cast, now: dt.datetime, told: list[tuple[str, dt.datetime]]
) -> None:
    call = raised(cast, now)
    assert rung(call) == ["Max"]
    advance_calls(now=now + 59 * SECOND)
    assert rung(call) == ["Max"]
    for turn, expected in enumerate(
        (["Max", "Dex"], ["Max", "Dex", "Nora"], ["Max", "Dex", "Nora", "Pim"]), start=1
    ):
        advance_calls(now=now + turn * 60 * SECOND)
        assert rung(call) == expected
    assert [moment for _, moment in told] == [now + turn * 60 * SECOND for turn in range(4)]
    call.refresh_from_db()
    assert call.exhausted_at is None
    advance_calls(now=now + 240 * SECOND)
    call.refresh_from_db()
    assert call.exhausted_at == now + 240 * SECOND
    assert call.escalate_at is None
    assert call.is_waiting, "who was rung may still come"
    mails = Outbox.objects.order_by("pk").values_list("recipient", "template", "due_at")
    asked = enumerate((cast.max, cast.dex, cast.nora, cast.pim))
    assert list(mails) == [(p.pk, "alert", now + turn * 60 * SECOND) for turn, p in asked]


def test_nobody_is_rung_twice_however_often_calls_are_looked_after(
    cast: Cast, now: dt.datetime
) -> None:
    call = raised(cast, now)
    for _ in range(3):
        advance_calls(now=now + 60 * SECOND)
    assert rung(call) == ["Max", "Dex"]
    assert Notice.objects.filter(kind=Notice.Kind.HELP).count() == 2


def test_level_without_anybody_on_duty_is_skipped_at_once(cast: Cast, now: dt.datetime) -> None:
    off_duty(cast.max)
    assert rung(raised(cast, now)) == ["Dex"]


def test_call_shows_the_numbers_at_once_when_nobody_is_on_duty(
    cast: Cast, now: dt.datetime
) -> None:
    off_duty(cast.max, cast.dex, cast.nora, cast.pim)
    call = raised(cast, now)
    assert rung(call) == []
    assert call.exhausted_at == now


def test_hours_of_the_team_decide_who_is_on_duty(cast: Cast, now: dt.datetime) -> None:
    cast.north.opens_at, cast.north.closes_at = dt.time(18), dt.time(23)
    cast.north.save()
    assert rung(raised(cast, now)) == ["Nora"], "the region keeps the organisation's hours"
    evening = now + dt.timedelta(hours=6)
    other = raise_call(actor=cast.dex, team=cast.north, key="b", now=evening)
    assert rung(other) == ["Max"], "the desk is open in the evening"


def test_switch_that_has_run_out_leaves_the_hours(cast: Cast, now: dt.datetime) -> None:
    off_duty(cast.max, until=now)
    assert rung(raised(cast, now)) == ["Max"]


def test_route_of_the_team_is_stronger_than_that_of_the_organisation(
    cast: Cast, now: dt.datetime
) -> None:
    HelpRoute.objects.create(team=None, levels=[2, 4], seconds=30)
    call = raised(cast, now)
    assert rung(call) == ["Dex"]
    assert call.escalate_at == now + 30 * SECOND
    HelpRoute.objects.create(team=cast.south, levels=[4], seconds=90)
    other = raise_call(actor=cast.zoe, team=cast.south, key="z", now=now)
    assert rung(other) == ["Pim"]
    assert other.escalate_at == now + 90 * SECOND


def test_staff_and_those_who_left_are_never_rung(cast: Cast, now: dt.datetime) -> None:
    MembershipFactory.create(user=UserFactory.create(), team=cast.north)
    left = MembershipFactory.create(
        team=cast.north, kind=Membership.Kind.MANAGER, ends_on=dt.date(2026, 11, 17)
    )
    closed = MembershipFactory.create(team=cast.north, kind=Membership.Kind.MANAGER)
    User.objects.filter(pk=closed.user.pk).update(is_active=False, deactivated_at=now)
    call = raised(cast, now)
    assert left.user.given_name not in rung(call)
    assert rung(call) == ["Max"]


def test_manager_who_calls_is_not_asked_to_come(cast: Cast, now: dt.datetime) -> None:
    call = raise_call(actor=cast.max, team=cast.north, key="m", now=now)
    assert rung(call) == ["Dex"]


def test_second_press_is_the_same_call(cast: Cast, now: dt.datetime) -> None:
    first = raised(cast, now)
    assert raised(cast, now) == first
    assert raised(cast, now + 5 * SECOND, "another page") == first
    assert HelpCall.objects.count() == 1


def test_double_tap_is_one_call_also_when_nobody_is_on_duty(cast: Cast, now: dt.datetime) -> None:
    off_duty(cast.max, cast.dex, cast.nora, cast.pim)
    assert raised(cast, now) == raised(cast, now)


def test_new_press_rings_again_when_the_last_level_had_gone_by(
    cast: Cast, now: dt.datetime
) -> None:
    first = raised(cast, now)
    for turn in range(1, 5):
        advance_calls(now=now + turn * 60 * SECOND)
    second = raised(cast, now + 300 * SECOND, "b")
    assert second != first
    assert rung(second) == ["Max"]
    first.refresh_from_db()
    assert first.ended_at == now + 300 * SECOND


def test_forgotten_call_ends_by_itself(cast: Cast, now: dt.datetime) -> None:
    off_duty(cast.max, cast.dex, cast.nora, cast.pim)
    call = raised(cast, now)
    advance_calls(now=now + dt.timedelta(minutes=59))
    call.refresh_from_db()
    assert call.is_open
    advance_calls(now=now + dt.timedelta(minutes=60))
    call.refresh_from_db()
    assert (call.ended_at, call.ended_by) == (now + dt.timedelta(minutes=60), None)


def test_device_calls_without_anybody_signed_in(cast: Cast, now: dt.datetime) -> None:
    device = TeamDevice.objects.create(
        team=cast.north, name="Till 3", secret_hash="x", registered_by=cast.bo, registered_at=now
    )
    call = raise_call(actor=None, team=cast.north, key="d", device=device, now=now)
    assert (call.place, call.site, rung(call)) == ("Till 3", cast.site, ["Max"])
    again = raise_call(actor=None, team=cast.north, key="e", device=device, now=now)
    assert again == call
    device.revoked_at = now
    with pytest.raises(RuleBroken):
        raise_call(actor=None, team=cast.north, key="f", device=device, now=now)


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        ({"wanted": "shout"}, "wanted"),
        ({"heat": 5}, "heat"),
        ({"channel": "pigeon"}, "channel"),
        ({"place": "x" * 81}, "place"),
        ({"place": "\x00"}, "place"),
    ],
)
def test_call_refuses_what_is_on_no_list(
    cast: Cast, now: dt.datetime, reason: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        raised(cast, now, **reason)
    assert refused.value.field == field


def test_call_goes_to_a_team_of_ones_own(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        raise_call(actor=cast.ana, team=cast.south, key="a", now=now)
    assert refused.value.field == "team"
