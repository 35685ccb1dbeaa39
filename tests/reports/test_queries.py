"""What the trends read from the facts."""

import datetime as dt

from reports.queries import hour_rows
from tests.cast import Cast
from tests.factories import IncidentFactory


def test_hours_leave_out_reports_whose_hour_nobody_knows(cast: Cast) -> None:
    month = dt.date(2026, 10, 1)
    for hour in (9, None):
        IncidentFactory.create(
            team=cast.north,
            reported_by=cast.ana,
            occurred_on=dt.date(2026, 10, 5),
            local_hour=hour,
        )
    assert hour_rows(month, month) == [(0, 9, cast.ana.pk, 1)]
