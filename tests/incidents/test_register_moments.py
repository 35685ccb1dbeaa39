"""Dates and times as registers write them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.register.moments import (
    DateHabit,
    localise,
    read_date,
    read_instant,
    read_time,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05", "2026/1/5", "2026.01.05", "20260105", "05-01-2026", "5-1-2026", "5/1/2026",
        "05.01.2026", "5.1.26", "05-01-26", "5 1 2026", "05 - 01 - 2026", "'05-01-2026",
        "5 januari 2026", "5 jan 2026", "5-jan-26", "5 jan. 2026", "5th January 2026",
        "January 5, 2026", "Jan 5 2026", "maandag 5 januari 2026", "ma 05-01-2026",
        "Mon 5 Jan 2026",
        "2026-01-05T09:03", "2026-01-05 09:03:00", "05-01-2026 09:03", "5/1/2026, 9:03",
    ],
)  # fmt: skip
def test_moments_read_iso_and_day_first(text: str) -> None:
    stamp = read_date(text)
    assert stamp is not None
    assert stamp.day == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "31-02-2026", "2026-02-31", "00-01-2026", "12/25/2025", "2025-13-01", "29-02-2025",
        "gisteren", "yesterday", "5-1", "01-2026", "46027", "5-1-2026x", "99-99-9999", "1-1-1-2026",
        "5/1-2026", "=TODAY()", "5 foo 2026", "n.v.t.", "0000-00-00",
    ],
)  # fmt: skip
def test_moments_refuse_a_date_that_does_not_exist(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("16:40", time(16, 40)), ("16.40", time(16, 40)), ("16.40 uur", time(16, 40)),
        ("16u40", time(16, 40)), ("16h40", time(16, 40)), ("16:40u", time(16, 40)),
        ("1640", time(16, 40)), ("4 pm", time(16)), ("4:40 PM", time(16, 40)),
        ("12 am", time(0)), ("12:15 p.m.", time(12, 15)), ("9:05", time(9, 5)), ("9 uur", time(9)),
        ("ca. 16:40", time(16, 40)), ("± 9 uur", time(9)), ("16:40:30", time(16, 40, 30)),
        ("16:40:30.000", time(16, 40, 30)), ("16:40-17:10", time(16, 40)), ("00:00", time(0)),
        ("30-12-1899 16:40", time(16, 40)), ("16:40 tot 17:00", time(16, 40)),
    ],
)  # fmt: skip
def test_moments_read_the_clock(text: str, clock: time) -> None:
    assert read_time(text) == clock


@pytest.mark.parametrize(
    "text",
    ["", "25:00", "16:60", "24:00", "ochtend", "13 pm", "0 am", "16:4", "1660", "16:40x", "-"],
)
def test_moments_refuse_a_time_that_does_not_exist(text: str) -> None:
    assert read_time(text) is None


def test_moments_use_the_distance_from_utc_that_a_cell_names() -> None:
    for text in ("2026-01-05T09:03:00Z", "2026-01-05T10:03:00+01:00", "2026-01-05T04:03:00.0-0500"):
        stamp = read_date(text)
        assert stamp is not None
        assert read_instant(text, stamp) == datetime(2026, 1, 5, 9, 3, tzinfo=UTC)


def test_moments_know_the_hour_that_the_clock_skipped() -> None:
    assert localise(date(2026, 3, 29), time(2, 30), AMSTERDAM) is None
    before = localise(date(2026, 3, 29), time(1, 59), AMSTERDAM)
    assert before is not None
    assert before.astimezone(UTC) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


def test_moments_take_the_first_of_the_hour_that_came_twice() -> None:
    local = localise(date(2026, 10, 25), time(2, 30), AMSTERDAM)
    assert local is not None
    assert local.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def habit_of(*texts: str) -> DateHabit:
    habit = DateHabit()
    for text in texts:
        habit.observe(text)
    return habit


def test_moments_read_month_first_only_where_the_whole_file_proves_it() -> None:
    american = [f"{month}/{day}/2025" for month in (1, 2, 3) for day in range(1, 29)]
    assert habit_of(*american).is_month_first
    assert not habit_of(*american, "31/12/2025").is_month_first
    assert not habit_of("12/25/2025", "01/02/2025").is_month_first
    assert not habit_of(*(text.replace("/", "-") for text in american)).is_month_first
    swapped = read_date("1/5/2026", is_month_first=True)
    assert swapped is not None
    assert swapped.day == DAY


def test_moments_see_that_a_file_knows_no_times() -> None:
    assert habit_of("05-01-2026 00:00:00", "06-01-2026 00:00:00").has_only_midnights
    assert not habit_of("05-01-2026 00:00:00", "06-01-2026 09:00:00").has_only_midnights
    assert not habit_of("05-01-2026").has_only_midnights


@given(
    day=st.dates(date(1980, 1, 1), date(2069, 12, 31)),
    shape=st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%Y%m%d"]),
)
def test_moments_give_back_every_written_day(day: date, shape: str) -> None:
    stamp = read_date(day.strftime(shape))
    if "%y" in shape:
        day = day.replace(year=day.year if 1970 <= day.year < 2070 else day.year + 100)
    assert stamp is not None
    assert stamp.day == day


@given(clock=st.times(), shape=st.sampled_from(["%H:%M", "%H.%M", "%H%M", "%I:%M %p", "%Hu%M"]))
def test_moments_give_back_every_written_time(clock: time, shape: str) -> None:
    assert read_time(clock.strftime(shape)) == clock.replace(second=0, microsecond=0)
