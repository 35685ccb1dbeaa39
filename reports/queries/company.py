"""One organisation's rows as the engine reads them; the worker's alone."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import numpy as np
from django.db.models import Sum
from django.db.models.functions import TruncWeek
from numpy.typing import NDArray

from incidents.models import Incident, Product
from incidents.queries.customers import kept_entries
from people.models import Team
from reports.card_life import HALF_YEAR
from reports.exposure.gaps import monday, most_are_met
from reports.models import ContactVolume, CustomerContacts
from reports.patterns.company import (
    DAYS,
    WEEKS_IN_QUARTER,
    Company,
    Contacts,
    Reports,
)
from reports.patterns.company import CustomerContacts as PerCustomer

MIDDLE = dt.timedelta(days=14)
WEEKS = 104
Ints = NDArray[np.int64]


class Known:
    """The company of the last two years up to a day, and whose number is whose."""

    def __init__(self, until: dt.date) -> None:
        """Read everything in a fixed number of queries; weeks end on the Sunday before `until`."""
        self.end = monday(until)
        self.start = self.end - WEEKS * dt.timedelta(days=DAYS)
        self.products = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        self.teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
        reports = Incident.objects.counted().filter(
            occurred_on__gte=self.start, occurred_on__lt=self.end
        )
        held = Incident.objects.held_against_customer().filter(
            customer__isnull=False, occurred_on__gte=self.start, occurred_on__lt=self.end
        )
        self.met = self._met()
        # Whoever was met and never reported belongs to the rate that the others are measured by.
        self.customers = sorted(
            {customer for customer, _block in self.met}.union(
                held.order_by().values_list("customer_id", flat=True)
            )
        )
        against = set(held.order_by().values_list("pk", flat=True))
        self.rows = [
            (day, product, team, customer if pk in against else None, severity, reporter)
            for pk, day, product, team, customer, severity, reporter in reports.order_by(
                "pk"
            ).values_list(
                "pk",
                "occurred_on",
                "product_id",
                "team_id",
                "customer_id",
                "severity",
                "reported_by_id",
            )
        ]

    def company(self) -> Company:
        """Give it to the engine."""
        day, product, team, customer, severity, reporter = self._reports()
        per_customer = self._per_customer() if self._most_are_met() else None
        return Company(
            weeks=WEEKS,
            products=len(self.products),
            teams=len(self.teams),
            customers=len(self.customers),
            reports=Reports(day, product, team, customer, severity, reporter),
            contacts=self._contacts(),
            customer_contacts=per_customer if self.met else None,
        )

    def _reports(self) -> tuple[Ints, ...]:
        products, teams, customers = map(_places, (self.products, self.teams, self.customers))
        rows = [
            (
                (day - self.start).days,
                products.get(product, -1),
                teams.get(team, -1),
                customers.get(customer, -1),
                severity,
                reporter,
            )
            for day, product, team, customer, severity, reporter in self.rows
        ]
        return _columns(rows, 6)

    def _contacts(self) -> Contacts:
        products, teams = _places(self.products), _places(self.teams)
        found = (
            ContactVolume.objects.filter(
                day__gte=self.start, day__lt=self.end, product__isnull=False
            )
            .annotate(week=TruncWeek("day"))
            .values_list("week", "product_id", "team_id")
            .annotate(n=Sum("contacts"))
            .order_by("week", "product_id", "team_id")
        )
        rows = [
            ((week - self.start).days // DAYS, products.get(product, -1), teams[team], n)
            for week, product, team, n in found
        ]
        return Contacts(*_columns(rows, 4))

    def _most_are_met(self) -> bool:
        """Look at the half year that cards of customers are about."""
        block = WEEKS // WEEKS_IN_QUARTER - 2
        reports = Counter(row[3] for row in self.rows if row[0] >= self.end - HALF_YEAR and row[3])
        return most_are_met(reports, {who for who, met_in in self.met if met_in >= block})

    def _per_customer(self) -> PerCustomer:
        customers = _places(self.customers)
        rows = [(customers[who], block, n) for (who, block), n in self.met.items()]
        return PerCustomer(*_columns(sorted(rows), 3))

    def _met(self) -> Counter[tuple[int, int]]:
        """Put each month's contacts of a customer into the 13 weeks that hold its middle.

        Contacts of an entry that was joined with another one count for the one that was kept.
        """
        block = DAYS * WEEKS_IN_QUARTER
        found = CustomerContacts.objects.filter(month__gte=self.start, month__lt=self.end)
        kept, sums = kept_entries(), Counter[tuple[int, int]]()
        for customer, month, n in found.values_list("customer_id", "month", "contacts"):
            sums[kept.get(customer, customer), (month + MIDDLE - self.start).days // block] += n
        return sums


def _places(members: list[int]) -> dict[int | None, int]:
    return {member: place for place, member in enumerate(members)}


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> tuple[Ints, ...]:
    table = np.array(rows, np.int64).reshape(-1, width)
    return tuple(table.T)
