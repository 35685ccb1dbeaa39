"""The care of one report, and how well care is kept in a month."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from incidents.codes import WishWhen
from incidents.models import Incident
from people.models import Organisation, User
from wellbeing.codes import Level, Outcome, Reason
from wellbeing.models import CareSeries, CheckIn, Escalation, SeriesReport


@dataclass(frozen=True)
class Care:
    """The series a report belongs to and what is still planned in it."""

    series: CareSeries
    checkins: list[CheckIn]

    @property
    def next(self) -> CheckIn | None:
        return self.checkins[0] if self.checkins else None

    @property
    def is_nobody_there(self) -> bool:
        """No manager, deputy, next level or adviser exists: the page says who is missing."""
        return any(row.owner_id is None for row in self.checkins)


def care_of(incident: Incident) -> Care | None:
    """Return the care of a report, None when it leads to none. Two queries."""
    joined = SeriesReport.objects.filter(incident=incident).select_related("series__person").first()
    if joined is None:
        return None
    planned = CheckIn.objects.open().filter(series=joined.series)
    return Care(joined.series, list(planned.select_related("owner", "claimed_by", "series")))


def waiting_for_shift_end(person: User) -> QuerySet[CheckIn]:
    """Return the person's open check-ins that were asked for at the end of a shift."""
    return CheckIn.objects.open().filter(series__person=person, asked_when=WishWhen.END_OF_SHIFT)


@dataclass(frozen=True)
class KeptShare:
    """Contacts asked for or planned that fell due in a month, and how many were held in time.

    `people` is how many different persons stand behind it: disclosure control withholds by it.
    Declined offers are counted apart, they were neither kept nor broken.
    """

    due: int
    kept: int
    declined: int
    people: int


def kept_share(month: dt.date) -> KeptShare:
    """Return how care was kept in the calendar month of a day, on the organisation's clock."""
    begin, end = _bounds(month)
    due = CheckIn.objects.fell_due(begin, end)
    counts = due.aggregate(
        due=Count("pk"), kept=Count("pk", filter=CheckIn.in_time()), people=_people()
    )
    declined = CheckIn.objects.filter(
        outcome=Outcome.DECLINED, done_at__gte=begin, done_at__lt=end
    ).count()
    return KeptShare(**counts, declined=declined)


@dataclass(frozen=True)
class LateCount:
    """Contacts that went up to the manager's manager, the persons behind them, and their teams."""

    checkins: int
    people: int
    teams: frozenset[int] = frozenset()


def hr_late_count(month: dt.date) -> LateCount:
    """Return how many contacts of a month stayed late until the third level was told."""
    begin, end = _bounds(month)
    told = Escalation.objects.filter(
        reason=Reason.LATE, level=Level.NEXT_LEVEL, told_at__gte=begin, told_at__lt=end
    )
    counts = told.aggregate(
        checkins=Count("checkin", distinct=True),
        people=Count("checkin__series__person", distinct=True),
    )
    teams = told.exclude(checkin__series__team=None).values_list("checkin__series__team", flat=True)
    return LateCount(**counts, teams=frozenset(teams.distinct()))


def _people() -> Count:
    return Count("series__person", distinct=True)


def _bounds(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first instant of a month and of the next one."""
    zone: ZoneInfo = Organisation.current().time_zone
    first = month.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    midnight = dt.time()
    begin = dt.datetime.combine(first, midnight, tzinfo=zone)
    return begin, dt.datetime.combine(following, midnight, tzinfo=zone)
