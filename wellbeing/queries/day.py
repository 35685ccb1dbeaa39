"""The page of the day: what needs somebody, with the words to show it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from incidents.codes import Severity
from people.models import User
from wellbeing.models import CheckIn
from wellbeing.queries.agenda import Today, today_of
from wellbeing.queries.sheets import Sheet, SheetMaker

NEW_FOR = dt.timedelta(days=3)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One open check-in as its holder sees it: for whom, how serious, how late."""

    checkin: CheckIn
    now: dt.datetime

    @property
    def person(self) -> User:
        return self.checkin.series.person

    @property
    def severity(self) -> int:
        """The highest severity of what was done in the reports it is about; 0 without one.

        Facts: how it was for the person is theirs, and raises care without being shown.
        """
        reports = self.checkin.series.reports.all()
        return int(max((row.incident.severity for row in reports), default=0))

    @property
    def is_grave(self) -> bool:
        """Whether what was done is reason enough for an alert."""
        return self.severity >= Severity.THREAT_OR_DAMAGE

    @property
    def is_suggested(self) -> bool:
        """Whether the product suggested it and the person said yes."""
        return bool(getattr(self.checkin, "is_suggested", False))

    @property
    def days_late(self) -> int:
        return (self.now - self.checkin.due_at).days

    @property
    def hours_late(self) -> int:
        return int((self.now - self.checkin.due_at) / HOUR)


@dataclass(frozen=True)
class Day:
    """What the page shows: check-ins with their lateness, reports with their titles."""

    needs: Today
    now: dt.datetime
    owed: list[Sheet]
    new: list[Sheet]

    @property
    def alerts(self) -> list[Due]:
        return self._dues(self.needs.alerts)

    @property
    def late(self) -> list[Due]:
        return self._dues(self.needs.late)

    @property
    def today(self) -> list[Due]:
        return self._dues(self.needs.today)

    @property
    def upcoming(self) -> list[Due]:
        return self._dues(self.needs.upcoming)

    @property
    def checkins_due(self) -> int:
        return len(self.needs.late) + len(self.needs.today)

    @property
    def is_empty(self) -> bool:
        return self.needs.is_empty

    @property
    def count(self) -> int:
        """How many things need the person today; an answer that is due later can wait."""
        needs = self.needs
        parts = (needs.standing, needs.alerts, needs.late, needs.today, needs.supports)
        owed = [sheet for sheet in self.owed if sheet.state or _is_due(sheet, self.now)]
        return sum(len(part) for part in (*parts, self.new, owed))

    def _dues(self, rows: list[CheckIn]) -> list[Due]:
        return [Due(row, self.now) for row in rows]


def _is_due(sheet: Sheet, now: dt.datetime) -> bool:
    """The answer should be there by the end of this day."""
    due_at = sheet.incident.answer_due_at
    return due_at is not None and timezone.localdate(due_at) <= timezone.localdate(now)


def day_of(user: User, now: dt.datetime, *, team_id: int | None = None) -> Day:
    """Return a person's day, for one of their teams or all. A fixed number of queries.

    A report of the last days without any answer is new; every other open one is owed an answer.
    """
    needs = today_of(user, now, team_id=team_id)
    prefetch_related_objects(needs.answers, "answers")
    sheets = SheetMaker(user).sheets(needs.answers)
    new = [s for s in sheets if not s.answers and s.incident.reported_at > now - NEW_FOR]
    return Day(
        needs=needs,
        now=now,
        owed=[sheet for sheet in sheets if sheet not in new],
        new=sorted(new, key=lambda sheet: sheet.incident.reported_at, reverse=True),
    )
