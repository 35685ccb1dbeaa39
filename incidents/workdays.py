"""Counting in working days. Weekdays are ISO numbers as one text, "12345" for Monday to Friday."""

import datetime as dt
from zoneinfo import ZoneInfo


def add_working_days(day: dt.date, count: int, weekdays: str) -> dt.date:
    """Return the working day that lies `count` working days after a day; before it if negative."""
    step = 1 if count > 0 else -1
    while count:
        day += dt.timedelta(days=step)
        count -= step * (str(day.isoweekday()) in weekdays)
    return day


def close_of_day(day: dt.date, ends_at: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return the instant at which a working day ends in a zone, in UTC."""
    return dt.datetime.combine(day, ends_at, tzinfo=zone).astimezone(dt.UTC)
