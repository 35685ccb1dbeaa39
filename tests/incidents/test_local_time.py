"""A report counts for the day and the hour on the clock of its place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.models import Incident
from incidents.operations.report import ReportInput, header_of
from people.models import Organisation, Site, Team, User


@pytest.mark.parametrize(
    ("zone", "moment", "day", "hour"),
    [
        ("Europe/Amsterdam", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1), 0),
        ("America/Curacao", datetime(2026, 12, 1, 3, 59, tzinfo=UTC), date(2026, 11, 30), 23),
        ("Asia/Kathmandu", datetime(2026, 11, 30, 18, 20, tzinfo=UTC), date(2026, 12, 1), 0),
        # The hour that comes twice when the clock goes back is the same hour both times.
        (
            "Europe/Amsterdam",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            date(2026, 10, 25),
            2,
        ),
        (
            "Europe/Amsterdam",
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            date(2026, 10, 25),
            2,
        ),
        # Of a place without a clock of its own that of the organisation counts.
        (None, datetime(2026, 7, 1, 4, 10, tzinfo=UTC), date(2026, 6, 30), 18),
    ],
)
def test_day_and_hour_are_those_of_the_place(
    zone: str | None, moment: datetime, day: date, hour: int
) -> None:
    site = None if zone is None else Site(name="Desk", time_zone=ZoneInfo(zone))
    report = ReportInput(
        occurred_at=moment,
        team=Team(site=site),
        reported_by=User(),
        channel="counter",
        behaviours=("tense",),
    )
    house = Organisation(time_zone=ZoneInfo("Pacific/Honolulu"))
    header = header_of(report, source=Incident.Source.FORM, organisation=house, now=moment)
    assert (header.occurred_on, header.local_hour) == (day, hour)
