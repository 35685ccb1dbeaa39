"""By which way and when something reaches a person, against an oracle that looks at the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.codes import DEFAULTS, KINDS, Channel, Topic, Urgency
from people.models import Notice
from people.routing import BACK_OFF, DAY, GIVE_UP_AFTER, Due, Habits, is_last, route

MINUTE = dt.timedelta(minutes=1)
ZONES = ("Europe/Brussels", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Tokyo", "UTC")
BOTH = (Channel.MAIL, Channel.PUSH)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT = (dt.time(20), dt.time(7))


def test_every_kind_has_a_class_and_an_urgency() -> None:
    assert set(KINDS) == {kind.value for kind in Notice.Kind}


def test_every_line_that_asks_for_something_is_also_sent() -> None:
    calls = {kind for kind in Notice.CALLS if KINDS[kind].topic != Topic.CARE}
    assert {(str(kind), Channel.MAIL) for kind in calls} <= DEFAULTS


def test_only_serious_reports_and_calls_for_help_come_at_any_time() -> None:
    urgent = {kind for kind, reach in KINDS.items() if reach.urgency == Urgency.NOW}
    assert urgent == {"alert", "late_now", "help", "help_still"}
    assert {kind for kind, reach in KINDS.items() if reach.topic == Topic.NOW} == urgent


# --- the oracle: it walks minute by minute and reads the wall clock ---------------------------


def _first_minute(zone: ZoneInfo, day: dt.date, time: dt.time) -> dt.datetime:
    """The first minute whose clock shows this time; skipped ones stand for as much later."""
    start = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) - 16 * 60 * MINUTE
    for wanted in (dt.datetime.combine(day, time), dt.datetime.combine(day, time) + 60 * MINUTE):
        for count in range(48 * 60):
            moment = start + count * MINUTE
            if moment.astimezone(zone).replace(tzinfo=None) == wanted:
                return moment
    raise AssertionError


def _walk(way: Channel, urgency: Urgency, habits: Habits, now: dt.datetime) -> dt.datetime:
    """The first minute at which nothing holds the line any more."""
    if urgency == Urgency.NOW:
        return now
    if urgency == Urgency.TODAY:
        later = _walk(way, Urgency.SOON, habits, now)
        is_today = later.astimezone(habits.zone).date() == now.astimezone(habits.zone).date()
        return later if is_today else now
    spans, digests = [], set()
    first = now.astimezone(habits.zone).date() - 2 * DAY
    for day in (first + n * DAY for n in range(20)):
        if habits.quiet:
            start, end = habits.quiet
            last = day if start < end else day + DAY
            until = _first_minute(habits.zone, last, end)
            spans.append((_first_minute(habits.zone, day, start), until))
        if habits.digest_at and day not in habits.days_off:
            digests.add(_first_minute(habits.zone, day, habits.digest_at))
    is_digest = way == Channel.MAIL and habits.digest_at is not None and urgency == Urgency.NORMAL
    moment, is_called = now, not is_digest
    while True:
        is_called = is_called or moment in digests
        is_quiet = any(start <= moment < until for start, until in spans)
        is_off = moment.astimezone(habits.zone).date() in habits.days_off
        if is_called and not is_quiet and (urgency == Urgency.SOON or is_digest or not is_off):
            return moment
        moment += MINUTE


TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
SPANS = st.none() | st.tuples(TIMES, TIMES).filter(lambda span: span[0] != span[1])
# The weeks in which clocks change, and any other day of ten years.
DAYS = st.sampled_from(
    [dt.date(2027, 3, 14), dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2027, 11, 7)]
).flatmap(lambda day: st.integers(-2, 1).map(lambda n: day + n * DAY)) | st.dates(
    dt.date(2026, 1, 1), dt.date(2036, 12, 31)
)


@given(
    zone=st.sampled_from(ZONES),
    day=DAYS,
    minute=st.integers(0, 24 * 60 - 1),
    quiet=SPANS,
    off=st.sets(st.integers(0, 5), max_size=4),
    digest_at=st.none() | TIMES,
    urgency=st.sampled_from(Urgency),
)
@settings(max_examples=60, deadline=None)
def test_moment_is_the_first_minute_at_which_nothing_holds_it(
    zone: str,
    day: dt.date,
    minute: int,
    quiet: tuple[dt.time, dt.time] | None,
    off: set[int],
    digest_at: dt.time | None,
    urgency: Urgency,
) -> None:
    now = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) + minute * MINUTE
    habits = Habits(
        zone=ZoneInfo(zone),
        quiet=quiet,
        days_off=frozenset(day + n * DAY for n in off),
        digest_at=digest_at,
    )
    if digest_at and quiet and _is_in(digest_at, quiet):
        return  # nobody can choose that; another test says what happens
    for due in route(BOTH, urgency, habits, now):
        assert due.at == _walk(due.channel, urgency, habits, now), due


def _is_in(time: dt.time, span: tuple[dt.time, dt.time]) -> bool:
    start, end = span
    return start <= time < end if start < end else time >= start or time < end


# --- what it comes to, in words ---------------------------------------------------------------


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(dt.UTC)


def _mail(urgency: Urgency, at: str, **habits: object) -> Due:
    weekend = frozenset({dt.date(2026, 11, 21), dt.date(2026, 11, 22)})
    chosen = {"quiet": NIGHT, "days_off": weekend, "digest_at": None} | habits
    made = Habits(zone=AMSTERDAM, **chosen)  # type: ignore[arg-type]
    (due,) = route((Channel.MAIL,), urgency, made, local(at))
    return due


@pytest.mark.parametrize("digest_at", [None, dt.time(8)])
@pytest.mark.parametrize("at", ["2026-11-20 23:30", "2026-11-21 12:00", "2026-11-18 03:00"])
def test_what_needs_somebody_now_waits_for_nothing(at: str, digest_at: dt.time | None) -> None:
    assert _mail(Urgency.NOW, at, digest_at=digest_at).at == local(at)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-18 08:15", "2026-11-18 08:15"),
        ("2026-11-18 19:59", "2026-11-18 19:59"),
        ("2026-11-18 05:10", "2026-11-18 07:00"),
        ("2026-11-18 20:00", "2026-11-19 07:00"),
        ("2026-11-21 10:00", "2026-11-21 10:00"),
        ("2026-11-20 23:00", "2026-11-21 07:00"),
    ],
)
def test_what_cannot_wait_for_the_digest_waits_for_quiet_hours_alone(at: str, leaves: str) -> None:
    for digest_at in (None, dt.time(8)):
        assert _mail(Urgency.SOON, at, digest_at=digest_at).at == local(leaves)


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_what_has_to_be_known_the_same_day_leaves_the_same_day(minute: int) -> None:
    """Also when quiet hours have begun that last until tomorrow."""
    at = dt.datetime(2026, 11, 18, tzinfo=AMSTERDAM) + minute * MINUTE
    for digest_at in (None, dt.time(8)):
        due = _mail(Urgency.TODAY, at.replace(tzinfo=None).isoformat(), digest_at=digest_at)
        assert due.at.astimezone(AMSTERDAM).date() == at.date()
        assert due.at == (max(at, at.replace(hour=7, minute=0)) if at.hour < 7 else at)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-18 21:30", "2026-11-18 21:30"),
        ("2026-11-18 23:59", "2026-11-18 23:59"),
        ("2026-11-19 00:00", "2026-11-19 07:00"),
        ("2026-11-21 12:00", "2026-11-21 12:00"),
    ],
)
def test_same_day_goes_before_a_night_and_waits_for_a_morning(at: str, leaves: str) -> None:
    assert _mail(Urgency.TODAY, at).at == local(leaves)


def test_same_day_waits_for_quiet_hours_that_end_before_midnight() -> None:
    due = _mail(Urgency.TODAY, "2026-11-18 10:00", quiet=(dt.time(9), dt.time(17)))
    assert due.at == local("2026-11-18 17:00")


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-18 12:00", "2026-11-18 12:00"),
        ("2026-11-18 22:00", "2026-11-19 07:00"),
        ("2026-11-20 22:00", "2026-11-23 07:00"),
        ("2026-11-21 12:00", "2026-11-23 07:00"),
    ],
)
def test_what_can_wait_comes_on_no_day_off(at: str, leaves: str) -> None:
    assert _mail(Urgency.NORMAL, at).at == local(leaves)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-18 07:59", "2026-11-18"),
        ("2026-11-18 08:00", "2026-11-18"),
        ("2026-11-18 08:01", "2026-11-19"),
        ("2026-11-20 12:00", "2026-11-23"),
    ],
)
def test_digest_gathers_what_can_wait_until_the_next_working_morning(at: str, day: str) -> None:
    due = _mail(Urgency.NORMAL, at, digest_at=dt.time(8))
    assert (due.digest_on, due.at) == (dt.date.fromisoformat(day), local(f"{day} 08:00"))


def test_digest_of_a_day_that_has_left_is_followed_by_tomorrows() -> None:
    tomorrow = dt.date(2026, 11, 19)
    due = _mail(Urgency.NORMAL, "2026-11-18 07:00", digest_at=dt.time(8), digests_from=tomorrow)
    assert due.digest_on == tomorrow


def test_digest_in_quiet_hours_waits_for_their_end() -> None:
    due = _mail(Urgency.NORMAL, "2026-11-18 05:00", digest_at=dt.time(6))
    assert (due.digest_on, due.at) == (dt.date(2026, 11, 18), local("2026-11-18 07:00"))


def test_quiet_hours_that_end_in_the_hour_that_is_skipped_end_as_much_later() -> None:
    due = _mail(Urgency.SOON, "2027-03-28 01:30", quiet=(dt.time(20), dt.time(2, 30)))
    assert due.at == dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_the_first_time() -> None:
    due = _mail(Urgency.SOON, "2027-10-31 01:30", quiet=(dt.time(20), dt.time(2, 30)))
    assert due.at == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)


def test_line_inside_luwte_stands_there_at_once() -> None:
    habits = Habits(zone=AMSTERDAM, quiet=NIGHT)
    night = local("2026-11-18 23:00")
    assert route({Channel.APP}, Urgency.NORMAL, habits, night) == [Due(Channel.APP, night)]
    assert route(set(), Urgency.NORMAL, habits, night) == []


def test_waits_grow_and_the_last_try_is_within_a_day() -> None:
    assert list(BACK_OFF) == sorted(set(BACK_OFF))
    assert GIVE_UP_AFTER - dt.timedelta(hours=1) < sum(BACK_OFF, dt.timedelta()) <= GIVE_UP_AFTER
    first = local("2026-11-18 12:00")
    assert not is_last(1, first, first)
    assert is_last(2, first, first + GIVE_UP_AFTER - MINUTE)
