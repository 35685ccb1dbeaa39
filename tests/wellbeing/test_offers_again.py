"""A witness or helper who left the offer is asked once more after two weeks, then never again."""

import datetime as dt

import pytest

from people.models import Notice
from tests.cast import Cast
from tests.factories import CareSeriesFactory
from tests.wellbeing.pages import signed_in, text_of
from wellbeing import tasks
from wellbeing.models import CareOffer, CareSeries
from wellbeing.operations import answer_offer, offer_care, repeat_offers

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Because = CareOffer.Because


def left(cast: Cast, because: CareOffer.Because, key: str, now: dt.datetime) -> CareOffer:
    offer = offer_care(person=cast.ana, because=because, key=key, now=now)
    return answer_offer(actor=cast.ana, offer=offer, is_taken=False, now=now)


@pytest.mark.parametrize("because", [Because.WITNESS, Because.HELPER])
def test_left_offer_comes_once_more_after_two_weeks(
    cast: Cast, now: dt.datetime, because: CareOffer.Because
) -> None:
    left(cast, because, "of-what:1", now)
    assert repeat_offers(now=now + 13 * DAY) == 0
    assert repeat_offers(now=now + 14 * DAY) == 1
    assert repeat_offers(now=now + 15 * DAY) == 0
    again = CareOffer.objects.open().get()
    assert (again.person, again.because, again.is_again) == (cast.ana, because, True)
    told = Notice.objects.filter(path=f"/offer/{again.public_id}/")
    assert [(one.recipient, one.kind) for one in told] == [(cast.ana, "care_offer")]
    page = text_of(signed_in(cast.ana).get(f"/offer/{again.public_id}/").text)
    assert "We asked you two weeks ago. This is the last time." in page


def test_offer_left_twice_is_never_made_again(cast: Cast, now: dt.datetime) -> None:
    left(cast, Because.WITNESS, "witness:1", now)
    repeat_offers(now=now + 14 * DAY)
    again = CareOffer.objects.open().get()
    answer_offer(actor=cast.ana, offer=again, is_taken=False, now=now + 14 * DAY)
    assert [repeat_offers(now=now + days * DAY) for days in (28, 29, 60)] == [0, 0, 0]
    assert CareOffer.objects.count() == 2


def test_offers_for_load_or_unanswered_or_taken_are_not_repeated(
    cast: Cast, now: dt.datetime
) -> None:
    left(cast, Because.LOAD, "load:1", now)
    offer_care(person=cast.ana, because=Because.WITNESS, key="witness:1", now=now)
    taken = offer_care(person=cast.ana, because=Because.HELPER, key="takeover:1", now=now)
    CareOffer.objects.filter(pk=taken.pk).update(is_taken=True, answered_at=now)
    assert repeat_offers(now=now + 14 * DAY) == 0


def test_who_has_left_or_declined_long_ago_is_not_asked(cast: Cast, now: dt.datetime) -> None:
    left(cast, Because.WITNESS, "witness:1", now)
    assert repeat_offers(now=now + 42 * DAY) == 0
    cast.ana.is_active, cast.ana.deactivated_at = False, now
    cast.ana.save(update_fields=["is_active", "deactivated_at"])
    assert repeat_offers(now=now + 14 * DAY) == 0


@pytest.mark.parametrize("is_private", [False, True])
def test_nobody_is_asked_while_care_of_their_own_runs_that_may_show(
    cast: Cast, now: dt.datetime, *, is_private: bool
) -> None:
    left(cast, Because.WITNESS, "witness:1", now)
    series = CareSeriesFactory.create(person=cast.ana, is_private=is_private)
    assert repeat_offers(now=now + 14 * DAY) == int(is_private)
    series.ended_at = now + 20 * DAY
    series.end = CareSeries.End.COMPLETED
    series.save()
    assert repeat_offers(now=now + 21 * DAY) == int(not is_private)


def test_clock_repeats_offers(cast: Cast, now: dt.datetime) -> None:
    offer = left(cast, Because.WITNESS, "witness:1", now)
    two_weeks_ago = dt.datetime.now(dt.UTC) - 15 * DAY
    CareOffer.objects.filter(pk=offer.pk).update(answered_at=two_weeks_ago)
    tasks.repeat_offers()
    assert CareOffer.objects.open().get().is_again
