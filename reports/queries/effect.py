"""What the comparison before and after training is made of: reports and contacts per person."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models.functions import TruncMonth

from incidents.models import Incident
from people.models import Membership
from reports.periods import shifted
from reports.queries import contact_rows
from wellbeing.topics import TOPIC_BY_BEHAVIOUR

MIDDLE = dt.timedelta(days=14)  # where somebody works in the middle of a month counts for it

Month = dt.date
Place = tuple[Month, int, int]  # month, person, team


@dataclass(frozen=True)
class Record:
    """Per month, person and team: their share of the contacts, and their reports per topic."""

    contacts: dict[Place, float]
    reports: Counter[tuple[Place, int]]

    @cached_property
    def places(self) -> dict[int, list[Place]]:
        """Everywhere a person's contacts are known, by person."""
        found: dict[int, list[Place]] = {}
        for place in self.contacts:
            found.setdefault(place[1], []).append(place)
        return found


def record_of(people: Iterable[int], first: Month, last: Month) -> Record:
    """Read everything that is needed about these people in three queries.

    A person's share is the team's contacts by the number of staff in it. A month without counted
    contacts counts on no side, and its reports count neither.
    """
    wanted = set(people)
    volume: Counter[tuple[Month, int]] = Counter()
    for month, _product, team, n in contact_rows(first, last):
        volume[_first(month), team] += n
    staff = _staff(first, last)
    contacts = {
        (month, person, team): volume[month, team] / len(members)
        for (month, team), members in staff.items()
        if volume[month, team]
        for person in members & wanted
    }
    return Record(contacts, _reports(wanted, first, last))


def _staff(first: Month, last: Month) -> dict[tuple[Month, int], set[int]]:
    """Who works where in the middle of each month."""
    found: dict[tuple[Month, int], set[int]] = {}
    rows = Membership.objects.filter(kind=Membership.Kind.STAFF).values_list(
        "user_id", "team_id", "starts_on", "ends_on"
    )
    for person, team, starts_on, ends_on in rows.order_by():
        month = max(first, starts_on.replace(day=1))
        while month <= last and (ends_on is None or month <= ends_on):
            middle = month + MIDDLE
            if starts_on <= middle and (ends_on is None or ends_on >= middle):
                found.setdefault((month, team), set()).add(person)
            month = shifted(month, 1)
    return found


def _reports(people: set[int], first: Month, last: Month) -> Counter[tuple[Place, int]]:
    rows = (
        Incident.objects.counted()
        .filter(reported_by__in=people, occurred_on__gte=first, occurred_on__lt=shifted(last, 1))
        .annotate(month=TruncMonth("occurred_on"))
        .order_by()
        .values_list("month", "reported_by_id", "team_id", "behaviours")
    )
    found: Counter[tuple[Place, int]] = Counter()
    for month, person, team, behaviours in rows:
        topics = {TOPIC_BY_BEHAVIOUR[n] for n in behaviours if n in TOPIC_BY_BEHAVIOUR}
        found.update(((_first(month), person, team), topic) for topic in topics)
    return found


def _first(month: dt.date) -> dt.date:
    return dt.date(month.year, month.month, 1)
