"""Reading the engine's data from CSV files: the whole of it, or the bad rows by line and reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from reports.patterns.company import DAYS, Company, Contacts, CustomerContacts, Reports
from reports.patterns.expected import Ints
from reports.patterns.files.rows import (
    NUMBER,
    BadCell,
    BadRow,
    BadRows,
    Table,
    Tell,
    day_of,
    name_of,
    number_of,
)

__all__ = ["BadRow", "BadRows", "Dataset", "read"]

INCIDENTS = ("date", "product", "team", "customer", "severity")
CONTACTS = ("week_start", "product", "team", "contacts")
CUSTOMER_CONTACTS = ("customer", "quarter", "contacts")
SEVERITIES = range(1, 6)

Parse = Callable[[list[str]], tuple[int, ...]]


@dataclass(frozen=True)
class Dataset:
    """What the files hold, up to the last closed week; week 0 begins on `first`.

    `left_out` reports came before that, `too_late` after the last week, none of them after
    `as_of`: levels need contacts, so windows end with the last week that has some.
    """

    company: Company
    first: date
    as_of: date
    products: list[str]
    teams: list[str]
    customers: list[str]
    left_out: int
    too_late: int

    @property
    def last(self) -> date:
        """The day on which the windows end."""
        return min(self.first + timedelta(days=DAYS * self.company.weeks - 1), self.as_of)


@dataclass
class _Names:
    """Numbers for names while reading; once all are known, their places in the alphabet."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers)) if name else -1

    @property
    def names(self) -> list[str]:
        return sorted(self.numbers)

    def places(self, numbers: Ints) -> Ints:
        places = np.full(len(self.numbers) + 1, -1, np.int64)
        for place, name in enumerate(self.names):
            places[self.numbers[name]] = place
        return np.asarray(places[numbers])


@dataclass
class _Reading:
    tell: Tell
    bad: list[BadRow] = field(default_factory=list)
    has_reporters: bool = False
    weekday: int | None = None
    products: _Names = field(default_factory=_Names)
    teams: _Names = field(default_factory=_Names)
    customers: _Names = field(default_factory=_Names)
    reporters: _Names = field(default_factory=_Names)

    def incidents(self, path: Path) -> Ints:
        """Give day, product, team, customer, severity and reporter per report."""
        table = Table(path, INCIDENTS, self.tell, optional="reporter", bad=self.bad)
        return self._numbers(table, self._incident, 6)

    def contacts(self, path: Path) -> Ints:
        """Give day of the week's begin, product, team and contacts per row."""
        return self._numbers(Table(path, CONTACTS, self.tell, bad=self.bad), self._contact, 4)

    def customer_contacts(self, path: Path) -> Ints:
        """Give customer, quarter and contacts per row."""
        table = Table(path, CUSTOMER_CONTACTS, self.tell, bad=self.bad)
        return self._numbers(table, self._customer_contact, 3)

    def _numbers(self, table: Table, parse: Parse, width: int) -> Ints:
        self.tell(f"Reading {table.path.name}")
        found: list[tuple[int, ...]] = []
        for cells in table.rows():
            try:
                found.append(parse(cells))
            except BadCell as problem:
                table.wrong(str(problem))
        self.has_reporters = self.has_reporters or table.has_optional
        return np.array(found, np.int64).reshape(-1, width).T

    def _incident(self, cells: list[str]) -> tuple[int, ...]:
        day, product, team, customer, severity, *reporter = cells
        if not NUMBER.fullmatch(severity) or int(severity) not in SEVERITIES:
            raise BadCell(f"severity is not a whole number from 1 to 5: {severity!r}")
        return (
            day_of(day, "date"),
            self.products.number(name_of(product, "product")),
            self.teams.number(name_of(team, "team")),
            self.customers.number(customer),
            int(severity),
            self.reporters.number(reporter[0]) if reporter else -1,
        )

    def _contact(self, cells: list[str]) -> tuple[int, ...]:
        week, product, team, contacts = cells
        day = day_of(week, "week_start")
        self.weekday = day % DAYS if self.weekday is None else self.weekday
        if day % DAYS != self.weekday:
            raise BadCell(f"week_start is not the day on which the first week begins: {week!r}")
        return (
            day,
            self.products.number(name_of(product, "product")),
            self.teams.number(name_of(team, "team")),
            number_of(contacts, "contacts"),
        )

    def _customer_contact(self, cells: list[str]) -> tuple[int, ...]:
        customer, quarter, contacts = cells
        return (
            self.customers.number(name_of(customer, "customer")),
            number_of(quarter, "quarter"),
            number_of(contacts, "contacts"),
        )


def read(
    incidents: Path,
    contacts: Path,
    customer_contacts: Path | None,
    as_of: date | None,
    tell: Tell,
) -> Dataset | None:
    """Read all files; None when there is no date in them, `BadRows` when one row is bad.

    `as_of` is the last day that counts, by default the last date in the data.
    """
    reading = _Reading(tell)
    reports, seen = reading.incidents(incidents), reading.contacts(contacts)
    per_customer = reading.customer_contacts(customer_contacts) if customer_contacts else None
    if reading.bad:
        raise BadRows(reading.bad)
    days = np.concatenate([reports[0], seen[0]])
    if not len(days):
        return None
    return _dataset(reading, reports, seen, per_customer, as_of)


def _dataset(
    reading: _Reading, reports: Ints, seen: Ints, per_customer: Ints | None, as_of: date | None
) -> Dataset:
    newest = int(np.concatenate([reports[0], seen[0]]).max())
    until = as_of.toordinal() if as_of else newest
    first = int(seen[0].min()) if len(seen[0]) else _monday(int(reports[0].min()))
    weeks = _closed_weeks(first, until, newest, seen[0])
    company = Company(
        weeks=weeks,
        products=len(reading.products.numbers),
        teams=len(reading.teams.numbers),
        customers=len(reading.customers.numbers),
        reports=_reports(reading, reports, first),
        contacts=Contacts(
            (seen[0] - first) // DAYS,
            reading.products.places(seen[1]),
            reading.teams.places(seen[2]),
            seen[3],
        ),
        customer_contacts=_customer_contacts(reading, per_customer),
    )
    return Dataset(
        company=company,
        first=date.fromordinal(first),
        as_of=date.fromordinal(until),
        products=reading.products.names,
        teams=reading.teams.names,
        customers=reading.customers.names,
        left_out=int((reports[0] < first).sum()),
        too_late=int(((reports[0] >= first + weeks * DAYS) & (reports[0] <= until)).sum()),
    )


def _closed_weeks(first: int, until: int, newest: int, begins: Ints) -> int:
    """Count whole weeks up to that day; the last one is over when the data end within it."""
    whole, rest = divmod(until + 1 - first, DAYS)
    weeks = whole + (1 if rest and until >= newest else 0)
    if len(begins):
        weeks = min(weeks, (int(begins.max()) - first) // DAYS + 1)
    return max(0, weeks)


def _monday(day: int) -> int:
    return day - date.fromordinal(day).weekday()


def _reports(reading: _Reading, rows: Ints, first: int) -> Reports:
    day, product, team, customer, severity, reporter = rows
    return Reports(
        day=day - first,
        product=reading.products.places(product),
        team=reading.teams.places(team),
        customer=reading.customers.places(customer),
        severity=severity,
        reporter=reading.reporters.places(reporter) if reading.has_reporters else None,
    )


def _customer_contacts(reading: _Reading, rows: Ints | None) -> CustomerContacts | None:
    if rows is None:
        return None
    customer, quarter, contacts = rows
    return CustomerContacts(reading.customers.places(customer), quarter, contacts)
