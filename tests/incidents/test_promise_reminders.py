"""Promises remind by themselves: the owner on the day, owner and manager when they are late."""

import datetime as dt

import pytest

from config.schedule import EVERYTHING
from incidents.models import Promise
from incidents.operations import sweep_promises
from incidents.operations.promises import Closing, close_promise
from people.models import Notice, Outbox, RoleGrant, User
from tests.cast import Cast
from tests.factories import IncidentFactory, PromiseFactory, UserFactory

HOUR = dt.timedelta(hours=1)
# Thursday at two in the afternoon in Alkmaar; the working day starts at nine.
DUE = dt.datetime(2026, 11, 19, 13, 0, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 11, 18, 23, 0, tzinfo=dt.UTC)


def told(user: User) -> list[str]:
    """Return the kinds of lines a person got, oldest first."""
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def promise(cast: Cast) -> Promise:
    return PromiseFactory.create(owner=cast.ana, team=cast.north, due_at=DUE)


def test_a14_late_step_alerts_owner_and_manager_once(cast: Cast, promise: Promise) -> None:
    for moment in (DUE - HOUR, DUE + HOUR, DUE + 2 * HOUR):
        sweep_promises(now=moment)
    assert told(cast.ana) == ["reminder", "promise_late"]
    assert told(cast.max) == ["promise_late"]
    assert told(cast.dex) == told(cast.nora) == told(cast.pim) == []
    mails = Outbox.objects.order_by("pk").values_list("recipient", "template", "path")
    path = promise.get_absolute_url()
    assert sorted(mails) == [
        (cast.ana.pk, "task", path),
        (cast.ana.pk, "task", path),
        (cast.max.pk, "digest", "/"),
    ]


@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        (MIDNIGHT - HOUR, []),
        (MIDNIGHT + HOUR, []),
        (MIDNIGHT + 8.9 * HOUR, []),
        (MIDNIGHT + 9 * HOUR, ["reminder"]),
        (DUE - HOUR, ["reminder"]),
    ],
)
def test_owner_is_reminded_from_the_morning_of_the_day(
    cast: Cast, promise: Promise, moment: dt.datetime, kinds: list[str]
) -> None:
    sweep_promises(now=moment)
    assert told(cast.ana) == kinds
    assert told(cast.max) == []


def test_early_promise_is_reminded_of_an_hour_before(cast: Cast) -> None:
    PromiseFactory.create(owner=cast.ana, team=cast.north, due_at=MIDNIGHT + 7 * HOUR)
    sweep_promises(now=MIDNIGHT + 5.9 * HOUR)
    assert told(cast.ana) == []
    sweep_promises(now=MIDNIGHT + 6.5 * HOUR)
    assert told(cast.ana) == ["reminder"]


def test_promise_made_today_for_today_is_only_told_when_late(cast: Cast) -> None:
    made_at = MIDNIGHT + 10 * HOUR
    PromiseFactory.create(owner=cast.ana, team=cast.north, due_at=DUE, made_at=made_at)
    sweep_promises(now=made_at + HOUR)
    assert told(cast.ana) == []
    sweep_promises(now=DUE + HOUR)
    assert told(cast.ana) == ["promise_late"]


def test_closing_takes_the_reminders_away(cast: Cast, promise: Promise) -> None:
    sweep_promises(now=DUE + HOUR)
    close_promise(
        actor=cast.ana, promise=promise, closing=Closing("kept_bad_news"), now=DUE + 2 * HOUR
    )
    assert not Notice.objects.unread().exists()
    sweep_promises(now=DUE + 3 * HOUR)
    assert told(cast.ana) == ["promise_late"]


def test_promise_of_the_manager_is_told_to_nobody_below(cast: Cast) -> None:
    PromiseFactory.create(owner=cast.max, team=cast.north, due_at=DUE)
    sweep_promises(now=DUE + HOUR)
    assert told(cast.max) == ["promise_late"]
    assert Notice.objects.count() == 1


def test_who_has_left_is_not_told_but_the_manager_is_on_the_day(
    cast: Cast, promise: Promise
) -> None:
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=DUE - 5 * HOUR)
    sweep_promises(now=DUE - HOUR)
    assert told(cast.ana) == []
    assert told(cast.max) == ["reminder"]


def test_late_promise_of_an_unnamed_reporter_goes_to_the_adviser(cast: Cast) -> None:
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north, is_anonymous=True)
    PromiseFactory.create(owner=cast.ana, team=cast.north, due_at=DUE, incident=incident)
    sweep_promises(now=DUE + HOUR)
    assert told(cast.ana) == told(cast.pim) == ["promise_late"]
    assert told(cast.max) == []


def test_unnamed_promise_in_the_advisers_own_team_goes_to_another_adviser(cast: Cast) -> None:
    RoleGrant.objects.create(user=cast.max, role=RoleGrant.Role.ADVISER)
    other = UserFactory.create()
    RoleGrant.objects.filter(user=cast.pim).update(user=other)
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north, is_anonymous=True)
    PromiseFactory.create(owner=cast.ana, team=cast.north, due_at=DUE, incident=incident)
    sweep_promises(now=DUE + HOUR)
    assert told(cast.max) == []
    assert told(other) == ["promise_late"]


def test_sweep_runs_by_the_clock() -> None:
    assert EVERYTHING["sweep-promises"]["task"] == "incidents.tasks.sweep_promises"
