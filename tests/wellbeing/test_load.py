import datetime as dt
import random

import pytest

from incidents.codes import Severity
from incidents.models import Incident, Tally
from incidents.operations import (
    ReportInput,
    Wish,
    confirm_report,
    record_tally,
    report_incident,
    undo_tally,
)
from people.models import Notice, Organisation, Outbox, User
from tests.cast import Cast
from tests.wellbeing.pages import just_now, signed_in
from tests.wellbeing.stories import report
from wellbeing.codes import Outcome
from wellbeing.load import Limits, is_offer_due, load_of
from wellbeing.models import CareOffer, CareSeries, CheckIn
from wellbeing.operations import Talk, answer_offer, ask_for_checkin, end_care, hold_checkin

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def _tap(person: User, times: int, now: dt.datetime) -> list[Tally]:
    return [
        record_tally(actor=person, key=f"{now.timestamp()}-{n}", now=now + n * MINUTE)
        for n in range(times)
    ]


def _offers() -> list[CareOffer]:
    return list(CareOffer.objects.filter(because="load").order_by("offered_at"))


def test_load_weighs_by_severity() -> None:
    limits = Limits()
    assert [load_of([severity], 0, limits=limits) for severity in Severity] == [0, 1, 3, 6, 10]
    assert load_of([1, 2, 3], 4, limits=limits) == 1 + 3 + 6 + 4
    assert load_of([], 0, limits=limits) == 0
    assert load_of([1], 0, limits=limits, heavy_impacts=2) == 1 + 2 * 2


@pytest.mark.parametrize(
    ("load", "rested", "is_cared_for", "due"),
    [
        (9, None, 0, 0),
        (10, None, 0, 1),
        (10, None, 1, 0),
        (99, 27, 0, 0),
        (10, 28, 0, 1),
    ],
)
def test_offer_is_due_when_much_and_not_cared_for_and_rested(
    load: int, rested: int | None, is_cared_for: int, due: int, now: dt.datetime
) -> None:
    at = now - dt.timedelta(days=rested) if rested is not None else None
    found = is_offer_due(load, Limits(), offered_at=at, is_cared_for=bool(is_cared_for), now=now)
    assert found == bool(due)


def test_tenth_small_thing_offers_a_checkin_to_the_person_alone(
    cast: Cast, now: dt.datetime
) -> None:
    _tap(cast.ana, 9, now)
    assert not _offers()
    _tap(cast.ana, 1, now + DAY)
    (offer,) = _offers()
    assert offer.person == cast.ana
    assert set(Notice.objects.values_list("recipient", flat=True)) == {cast.ana.pk}
    assert not Outbox.objects.exists()
    assert not CareSeries.objects.exists(), "nothing is planned unless it is taken"


def test_home_shows_the_offer_and_no_number(cast: Cast, now: dt.datetime) -> None:
    _tap(cast.ana, 12, now)
    html = signed_in(cast.ana).get("/home/").text
    assert "You met many small things lately." in html
    for page in ("/today/", "/reports/", f"/people/{cast.ana.public_id}/"):
        seen = signed_in(cast.max).get(page).text
        assert "small thing" not in seen
        assert "Check-in with" not in seen


def test_taken_offer_is_a_light_checkin_of_the_manager(cast: Cast, now: dt.datetime) -> None:
    _tap(cast.ana, 10, now)
    (offer,) = _offers()
    answer_offer(actor=cast.ana, offer=offer, is_taken=True, wish=Wish(when="tomorrow"), now=now)
    (checkin,) = CheckIn.objects.all()
    assert (checkin.owner, checkin.series.preset) == (cast.max, "light")
    page = signed_in(cast.max).get(f"/checkin/{checkin.public_id}/").text
    assert "Check-in suggested" in page
    assert "small thing" not in page


@pytest.mark.parametrize("when", ["soon", "tomorrow"])
def test_today_says_that_a_checkin_was_suggested_and_no_more(cast: Cast, when: str) -> None:
    now = just_now()
    _tap(cast.ana, 10, now - 30 * MINUTE)
    report(cast.zoe, cast.south, now, wish=Wish(when=when))
    (offer,) = _offers()
    for reader in (cast.max, cast.otto):
        assert "Check-in suggested" not in signed_in(reader).get("/today/").text
    answer_offer(actor=cast.ana, offer=offer, is_taken=True, wish=Wish(when=when), now=now)
    page = signed_in(cast.max).get("/today/").text
    assert page.count("Check-in suggested") == 1
    assert "small thing" not in page
    assert "Check-in suggested" not in signed_in(cast.otto).get("/today/").text


def test_reports_feed_the_load_with_small_things(cast: Cast, now: dt.datetime) -> None:
    _tap(cast.ana, 8, now)
    report(cast.ana, cast.north, now + DAY, "shouting", reading=1)
    assert not _offers()
    report(cast.ana, cast.north, now + DAY, "swearing", reading=1)
    assert len(_offers()) == 1


def test_what_is_taken_back_takes_its_offer_back(cast: Cast, now: dt.datetime) -> None:
    last = _tap(cast.ana, 10, now)[-1]
    assert len(_offers()) == 1
    undo_tally(actor=cast.ana, tally=last, now=last.at + dt.timedelta(seconds=8))
    assert not CareOffer.objects.open().exists()
    assert not Notice.objects.unread().exists()


def test_what_is_taken_back_and_counted_again_is_the_same_offer(
    cast: Cast, now: dt.datetime
) -> None:
    """One offer in twenty-eight days, one mail: taking back does not begin them anew."""
    last = _tap(cast.ana, 10, now)[-1]
    (offer,) = _offers()
    for day in range(1, 4):
        undo_tally(actor=cast.ana, tally=last, now=last.at + dt.timedelta(seconds=8))
        (last,) = _tap(cast.ana, 1, now + day * DAY)
    assert list(CareOffer.objects.open()) == _offers() == [offer]
    assert Notice.objects.unread().get().path == f"/offer/{offer.public_id}/"
    undo_tally(actor=cast.ana, tally=last, now=last.at + dt.timedelta(seconds=8))
    answer_offer(actor=cast.ana, offer=offer, is_taken=False, now=last.at + MINUTE)
    _tap(cast.ana, 1, now + 4 * DAY)
    assert not CareOffer.objects.open().exists(), "what was left stays left"


def test_small_things_older_than_the_window_do_not_weigh(cast: Cast, now: dt.datetime) -> None:
    _tap(cast.ana, 9, now)
    _tap(cast.ana, 1, now + 15 * DAY)
    assert not _offers()


@pytest.mark.parametrize(("wants_no_more", "offered"), [(0, 1), (1, 0)])
def test_load_is_looked_at_again_when_care_is_complete(
    cast: Cast, now: dt.datetime, wants_no_more: int, offered: int
) -> None:
    """What adds up while care runs opens nothing then; who wants no more is offered nothing."""
    checkin = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    _tap(cast.ana, 12, now)
    assert not _offers()
    talk = Talk(Outcome.HELD, is_last=bool(wants_no_more))
    hold_checkin(actor=cast.max, checkin=checkin, talk=talk, now=checkin.due_at)
    assert not CareSeries.objects.running().exists()
    assert len(_offers()) == offered


def test_completed_care_opens_no_second_offer_within_the_rest_days(
    cast: Cast, now: dt.datetime
) -> None:
    _tap(cast.ana, 10, now)
    (offer,) = _offers()
    answer_offer(actor=cast.ana, offer=offer, is_taken=True, wish=Wish(when="tomorrow"), now=now)
    (checkin,) = CheckIn.objects.all()
    hold_checkin(actor=cast.max, checkin=checkin, talk=Talk(Outcome.HELD), now=checkin.due_at)
    assert not CareSeries.objects.running().exists()
    assert _offers() == [offer]


def test_organisation_sets_its_own_limit(cast: Cast, now: dt.datetime) -> None:
    Organisation.objects.update(load_limit=3)
    _tap(cast.ana, 3, now)
    assert len(_offers()) == 1


def _oracle(
    taps: list[dt.datetime],
    reports: list[tuple[dt.datetime, int]],
    cared: list[tuple[dt.datetime, dt.datetime]],
) -> list[dt.datetime]:
    """Walk through everything that happened and say when a check-in has to be offered.

    Written from the words of the rule, not from the code: 1, 3, 6, 10 by severity, a small thing
    is 1; ten in fourteen days; once in twenty-eight days; never while care runs.
    """
    points = {0: 0, 1: 1, 2: 3, 3: 6, 4: 10}
    happened = sorted([(at, 1) for at in taps] + [(at, points[s]) for at, s in reports])
    offers: list[dt.datetime] = []
    for at, _points in happened:
        total = sum(p for when, p in happened if dt.timedelta(0) <= at - when <= 14 * DAY)
        is_cared_for = any(begin <= at < end for begin, end in cared)
        is_rested = not offers or (at - offers[-1]).total_seconds() >= 28 * 24 * 3600
        if total >= 10 and not is_cared_for and is_rested:
            offers.append(at)
    return offers


def test_ten_small_things_a_day_for_thirty_days_offer_as_the_oracle_says(
    cast: Cast, now: dt.datetime
) -> None:
    taps = [tally.at for day in range(30) for tally in _tap(cast.ana, 10, now + day * DAY)]
    found = [offer.offered_at for offer in _offers()]
    assert found == _oracle(taps, [], [])
    assert len(found) == 2


@pytest.mark.parametrize("seed", range(4))
def test_any_mix_of_small_things_and_reports_offers_as_the_oracle_says(
    cast: Cast, now: dt.datetime, seed: int
) -> None:
    """Rude reports alone: a graver one plans care of its own."""
    draw = random.Random(seed)  # noqa: S311 - a draw of test data
    taps: list[dt.datetime] = []
    reports: list[tuple[dt.datetime, int]] = []
    for day in range(75):
        at = now + day * DAY
        taps += [tally.at for tally in _tap(cast.ana, draw.choice([0, 0, 0, 1, 2]), at)]
        if draw.random() < 0.2:
            made = report(cast.ana, cast.north, at + 30 * MINUTE, "shouting", reading=1)
            reports.append((at + 30 * MINUTE, made.severity))
    assert [offer.offered_at for offer in _offers()] == _oracle(taps, reports, [])


def test_no_offer_while_private_care_runs(cast: Cast, now: dt.datetime) -> None:
    """One violent contact reported without a name is no "many small things"."""
    violent = ReportInput(
        occurred_at=now, team=cast.north, reported_by=cast.ana, channel="counter",
        behaviours=("physical",), reading=4, is_anonymous=True,
    )  # fmt: skip
    report_incident(actor=cast.ana, report=violent, now=now)
    assert CareSeries.objects.get().is_private
    _tap(cast.ana, 12, now + DAY)
    assert not _offers()


def test_no_offer_while_care_runs(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words", reading=3)
    series = CareSeries.objects.get()
    _tap(cast.ana, 12, now + DAY)
    assert not _offers()
    end_care(actor=cast.ana, series=series, now=now + 2 * DAY)
    _tap(cast.ana, 1, now + 2 * DAY)
    assert len(_offers()) == 1


def test_confirmed_report_of_a_colleague_weighs_from_then_on(cast: Cast, now: dt.datetime) -> None:
    _tap(cast.ana, 5, now)
    told = report(cast.ana, cast.north, now + 9 * MINUTE, "threat_words")
    Incident.objects.filter(pk=told.pk).update(confirmed_at=None, written_by=cast.zoe)
    end_care(actor=cast.ana, series=CareSeries.objects.get(), now=now + 10 * MINUTE)
    assert not _offers()
    confirm_report(actor=cast.ana, incident=told, now=now + 11 * MINUTE)
    assert len(_offers()) == 1
