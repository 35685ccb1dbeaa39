"""Who takes over an alert that nobody has taken up is told as urgently as who had it before."""

import datetime as dt

import pytest

from incidents.codes import WishWith
from people.models import Notice, Outbox, QuietHours, User
from people.operations import set_absence
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.models import CheckIn
from wellbeing.operations import choose_holder, claim_checkin, pass_on, sweep_care

pytestmark = pytest.mark.django_db
EVENING = local("2026-11-18 22:00")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def alert(cast: Cast) -> CheckIn:
    """A threat at ten in the evening; those who lead want no mails at night."""
    for leader in (cast.max, cast.dex):
        QuietHours.objects.create(user=leader)
    report(cast.ana, cast.north, EVENING, "weapon")
    return checkins_of(cast.ana)[0]


def mails_to(person: User) -> list[tuple[str, dt.datetime]]:
    return list(Outbox.objects.filter(recipient=person).values_list("template", "due_at"))


@pytest.mark.parametrize("is_claimed", [False, True])
def test_deputy_is_told_at_night_when_who_was_alerted_is_away(
    cast: Cast,
    alert: CheckIn,
    is_claimed: bool,  # noqa: FBT001
) -> None:
    """What was taken up by who is away now is open again, and somebody has to know."""
    if is_claimed:
        claim_checkin(actor=cast.max, checkin=alert, now=EVENING + MINUTE)
    later = EVENING + 5 * MINUTE
    set_absence(actor=cast.max, person=cast.max, starts_on=later.date(), now=later)
    alert.refresh_from_db()
    assert (alert.owner, alert.claimed_at) == (cast.dex, None)
    assert ("alert", later) in mails_to(cast.dex)
    assert Notice.objects.filter(recipient=cast.dex, kind=Notice.Kind.ALERT).count() == 1
    sweep_care(now=later + 30 * MINUTE)
    assert mails_to(cast.dex).count(("alert", later)) == 1, "told once"


def test_talks_without_an_alert_wait_for_the_morning(cast: Cast, alert: CheckIn) -> None:
    claim_checkin(actor=cast.dex, checkin=alert, now=EVENING + MINUTE)
    later = EVENING + 5 * MINUTE
    set_absence(actor=cast.max, person=cast.max, starts_on=later.date(), now=later)
    assert set(mails_to(cast.dex)) == {("task", local("2026-11-19 07:00"))}


def test_buddy_who_cannot_take_up_an_alert_leaves_it_as_urgent(
    cast: Cast, alert: CheckIn, buddy: User
) -> None:
    chosen = EVENING + MINUTE
    choose_holder(actor=cast.ana, checkin=alert, with_whom=WishWith.BUDDY, buddy=buddy, now=chosen)
    assert mails_to(buddy) == [("alert", chosen)]
    claim_checkin(actor=buddy, checkin=alert, now=chosen)
    Outbox.objects.all().delete()
    passed = chosen + MINUTE
    pass_on(actor=buddy, checkin=alert, now=passed)
    assert mails_to(cast.max) == [("alert", passed)]
