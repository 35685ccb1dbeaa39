"""The engine's night: everything it finds in the organisation, stored; and cards of customers.

The worker's alone. Nobody reads the findings as they stand: HR sees frozen reports and cards, who
leads a team the cards of customers that the team met.
"""

import datetime as dt
import hashlib
from dataclasses import asdict
from typing import Any

import numpy as np
from django.db import transaction

from people.models import Membership, Notice, User
from people.operations import Call, notify_all
from reports import queries
from reports.card_life import HALF_YEAR, comes_back
from reports.models import PatternCard, PatternRun
from reports.operations.crossing import crossed_findings
from reports.operations.customer_evidence import renew_customer_evidence
from reports.operations.customers import counts_of_all, flagged_customers
from reports.patterns.company import Company
from reports.patterns.findings import Finding, Found, find
from reports.periods import first_of
from reports.queries.company import Known

Row = dict[str, Any]
Cells = dict[int, dict[int, int]]
ENGINE = 4
# Quiet teams are for the command alone, on nobody's page.
NOT_STORED = "team_quiet"


@transaction.atomic
def look_for_patterns(*, now: dt.datetime) -> PatternRun:
    """Run the engine on the last two years and store what it finds; the same data only once.

    Checks: nothing. Writes: the findings with the versions of engine, prior and data; a card for
    each team that met a customer who stands out, unless one is open. Signals: none. Sends: what
    the notices to those who lead these teams bring. Cards of customers are drawn anew.
    """
    known = Known(queries.today(now))
    company = known.company()
    crossed = crossed_findings(now)
    data = _version(company, crossed)
    made = PatternRun.objects.filter(until=known.end, engine=ENGINE, data=data).first()
    if made is not None:
        made.looked_at = now
        made.save(update_fields=["looked_at"])
        return made
    found = find(company)
    run = PatternRun.objects.create(
        until=known.end,
        made_at=now,
        looked_at=now,
        engine=ENGINE,
        data=data,
        basis=found.basis,
        priors={kind: _rounded(asdict(prior)) for kind, prior in found.priors.items()},
        findings=[*_rows(known, found), *crossed],
    )
    _renew_cards(known, _customers(known, found), now)
    renew_customer_evidence(known, company, found)
    return run


def _version(company: Company, crossed: list[Row]) -> str:
    """Name the data: any change of them changes it, another order of the rows does not."""
    r, c = company.reports, company.contacts
    columns = [r.day, r.product, r.team, r.customer, r.severity]
    columns += [c.week, c.product, c.team, c.n]
    if r.reporter is not None:
        columns.append(r.reporter)
    if company.customer_contacts is not None:
        p = company.customer_contacts
        columns += [p.customer, p.quarter, p.n]
    digest = hashlib.sha256(repr(crossed).encode())
    for column in columns:
        digest.update(np.ascontiguousarray(column, np.int64).tobytes())
    return digest.hexdigest()


def _rows(known: Known, found: Found) -> list[Row]:
    return [_row(known, one) for one in found.findings if one.kind != NOT_STORED]


def _row(known: Known, one: Finding) -> Row:
    members = {"team": known.teams, "customer": known.customers}
    members["customer_outlook"] = known.customers
    told = _rounded(asdict(one))
    told["entity"] = members.get(one.kind, known.products)[one.entity]
    for name in ("first_day", "last_day", "since_day"):
        told[name] = str(known.start + dt.timedelta(days=told[name]))
    return told


def _rounded(told: Row) -> Row:
    """Keep six digits, so that the last bit of a machine changes nothing."""
    return {
        name: float(f"{value:.6g}")
        if isinstance(value, float)
        else _rounded(value)
        if isinstance(value, dict)
        else value
        for name, value in told.items()
    }


def _customers(known: Known, found: Found) -> list[int]:
    """Name the customers that stand out: by their contacts, by the mean where none are known."""
    if "customer" in found.priors:
        kinds = [one for one in found.findings if one.kind == "customer"]
        return [known.customers[one.entity] for one in kinds]
    cells: Cells = {}
    for day, _product, _team, customer, _severity, reporter in known.rows:
        if customer is not None and day >= known.end - HALF_YEAR:
            cell = cells.setdefault(customer, {})
            cell[reporter] = cell.get(reporter, 0) + 1
    return flagged_customers(cells, counts_of_all(cells, queries.customer_count()))


def _renew_cards(known: Known, customers: list[int], now: dt.datetime) -> None:
    """Open a card per customer and team; the numbers are those of that team's own reports."""
    cells: dict[tuple[int, int], dict[int, int]] = {}
    for day, _product, team, customer, _severity, reporter in known.rows:
        if customer in customers and day >= known.end - HALF_YEAR:
            cell = cells.setdefault((customer, team), {})
            cell[reporter] = cell.get(reporter, 0) + 1
    for (customer, team), cell in sorted(cells.items()):
        if comes_back(cell):
            _renew(customer, team, cell, known.end - dt.timedelta(days=1), now)


def _renew(customer: int, team: int, cell: dict[int, int], last: dt.date, now: dt.datetime) -> None:
    cards = PatternCard.objects.filter(customer=customer, team=team)
    numbers = {"reports": sum(cell.values()), "reporters": len(cell), "seen_in": first_of(last)}
    if cards.open().update(**numbers):
        return
    before = cards.filter(next__isnull=True).order_by("-opened_at").first()
    if (
        before is not None
        and before.result
        and before.closed_at
        and queries.today(before.closed_at) > last - HALF_YEAR
    ):
        return  # what somebody closed rests for half a year: its reports still stand in the window
    card = PatternCard.objects.create(
        customer_id=customer,
        team_id=team,
        opened_in=first_of(last),
        opened_at=now,
        previous=before,
        **numbers,
    )
    leads = Membership.objects.on(queries.today(now)).leading().filter(team=team)
    people = User.objects.filter(pk__in=leads.values("user"), is_active=True)
    calls = [
        Call(person, Notice.Kind.PATTERN, card.get_absolute_url(), f"card:{card.pk}:{person.pk}")
        for person in people.order_by("pk")
    ]
    notify_all(calls=calls, now=now)
