"""The one way in for contact numbers, whichever entrance they come by."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, transaction

from people.models import User
from reports import queries
from reports.exposure.lines import BadLine, Fault, Kind, Line, Row, read_line
from reports.exposure.sheets import Sheet
from reports.models import ContactIntake, ContactVolume, CustomerContacts
from reports.operations.intake.names import CustomerKey, Customers, VolumeKey, Volumes

Key = TypeVar("Key", VolumeKey, CustomerKey)
BATCH = 2000
LOCK = 7_241_002  # one intake at a time: the second waits, and then sees what the first wrote
FAULTS_KEPT = 100
MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Where rows come from, and what may be done with them."""

    source: ContactIntake.Source
    name: str = ""
    content_hash: str = ""
    may_skip_bad: bool = False
    is_rehearsal: bool = False
    is_month_first: bool = False


@dataclass(kw_only=True)
class Taken:
    """What came of it: rows that are new, changed or known already, and those that are bad."""

    lines: int
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: list[BadLine] = field(default_factory=list)
    is_kept: bool = False
    intake: ContactIntake | None = None


@transaction.atomic
def take_in_contacts(
    *, actor: User | None, rows: Iterable[Row], terms: Terms, now: dt.datetime
) -> Taken:
    """Keep contacts per day, team, product and channel; a later row for the same replaces.

    Checks: every row reads well, names what is known here, no day to come, no row twice; nothing
    goes in while a row is bad, unless bad rows may be skipped. Writes: the numbers, and the
    intake. A rehearsal writes nothing. Sends nothing.
    """
    _wait_for_turn()
    lines, bad = _read(rows, Kind.CONTACTS, terms, now)
    fresh = _keyed(lines, Volumes().key, bad)
    days = [key[0] for key in fresh]
    known: dict[VolumeKey, int] = {}
    if days:
        found = ContactVolume.objects.filter(day__range=(min(days), max(days)))
        for *key, contacts in found.values_list(
            "day", "team_id", "product_id", "channel", "contacts"
        ):
            known[tuple(key)] = contacts  # type: ignore[index]
    taken = _compared(len(lines) + len(bad), fresh, known, bad, terms)
    if taken.is_kept:
        rows_to_write = (
            ContactVolume(day=day, team_id=team, product_id=product, channel=channel, contacts=n)
            for (day, team, product, channel), n in fresh.items()
            if known.get((day, team, product, channel)) != n
        )
        ContactVolume.objects.bulk_create(
            rows_to_write,
            batch_size=BATCH,
            update_conflicts=True,
            update_fields=["contacts"],
            unique_fields=["day", "team", "product", "channel"],
        )
    return _noted(actor, Kind.CONTACTS, taken, terms, now)


@transaction.atomic
def take_in_customer_contacts(
    *, actor: User | None, rows: Iterable[Row], terms: Terms, now: dt.datetime
) -> Taken:
    """Keep contacts per customer and month; all else as `take_in_contacts`."""
    _wait_for_turn()
    lines, bad = _read(rows, Kind.CUSTOMERS, terms, now)
    fresh = _keyed(lines, Customers(lines).key, bad)
    months = {key[1] for key in fresh}
    found = CustomerContacts.objects.filter(month__in=months)
    known: dict[CustomerKey, int] = {
        (customer, month): n
        for customer, month, n in found.values_list("customer_id", "month", "contacts")
    }
    taken = _compared(len(lines) + len(bad), fresh, known, bad, terms)
    if taken.is_kept:
        CustomerContacts.objects.bulk_create(
            (
                CustomerContacts(customer_id=customer, month=month, contacts=n)
                for (customer, month), n in fresh.items()
                if known.get((customer, month)) != n
            ),
            batch_size=BATCH,
            update_conflicts=True,
            update_fields=["contacts"],
            unique_fields=["customer", "month"],
        )
    return _noted(actor, Kind.CUSTOMERS, taken, terms, now)


def take_in_sheet(*, actor: User | None, sheet: Sheet, terms: Terms, now: dt.datetime) -> Taken:
    """Take in a file by the operation of its kind."""
    take = take_in_customer_contacts if sheet.kind is Kind.CUSTOMERS else take_in_contacts
    return take(actor=actor, rows=sheet.rows, terms=terms, now=now)


@transaction.atomic
def refuse_sheet(
    *, fault: Fault, missing: Iterable[str], terms: Terms, now: dt.datetime
) -> ContactIntake:
    """Note a file that is no table of contacts. Writes: the intake. Sends nothing."""
    return ContactIntake.objects.create(
        source=terms.source,
        kind=Kind.CONTACTS,
        at=now,
        name=terms.name[:200],
        content_hash=terms.content_hash,
        lines=0,
        bad=1,
        faults=[[0, fault.value, ",".join(missing)]],
        is_kept=False,
    )


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _read(
    rows: Iterable[Row], kind: Kind, terms: Terms, now: dt.datetime
) -> tuple[list[Line], list[BadLine]]:
    today = queries.today(now)
    lines: list[Line] = []
    bad: list[BadLine] = []
    for row in rows:
        found = read_line(row, kind, today, is_month_first=terms.is_month_first)
        if isinstance(found, Line):
            lines.append(found)
        else:
            bad.append(found)
    return lines, bad


def _keyed(
    lines: list[Line], key_of: Callable[[Line], Key | BadLine], bad: list[BadLine]
) -> dict[Key, int]:
    """Give the contacts by what they are about; what cannot be used goes to the bad rows."""
    first: dict[Key, int] = {}
    fresh: dict[Key, int] = {}
    for line in lines:
        key = key_of(line)
        if isinstance(key, BadLine):
            bad.append(key)
        elif key in first:
            bad.append(BadLine(line.number, Fault.DOUBLED, str(first[key])))
        else:
            first[key], fresh[key] = line.number, line.contacts
    bad.sort(key=lambda line: line.number)
    return fresh


def _compared(
    lines: int, fresh: dict[Key, int], known: dict[Key, int], bad: list[BadLine], terms: Terms
) -> Taken:
    new = sum(key not in known for key in fresh)
    alike = sum(known.get(key) == contacts for key, contacts in fresh.items())
    return Taken(
        lines=lines,
        new=new,
        same=alike,
        changed=len(fresh) - new - alike,
        bad=bad,
        is_kept=not terms.is_rehearsal and (terms.may_skip_bad or not bad),
    )


def _noted(actor: User | None, kind: Kind, taken: Taken, terms: Terms, now: dt.datetime) -> Taken:
    """Note what was done; of what was refused only the feed, where nobody sees the answer."""
    is_feed = terms.source == ContactIntake.Source.FEED
    if terms.is_rehearsal or not (taken.is_kept or is_feed):
        return taken
    taken.intake = ContactIntake.objects.create(
        source=terms.source,
        kind=kind,
        by=actor,
        at=now,
        name=terms.name[:200],
        content_hash=terms.content_hash,
        lines=taken.lines,
        new=taken.new if taken.is_kept else 0,
        changed=taken.changed if taken.is_kept else 0,
        bad=len(taken.bad),
        faults=[[b.number, b.fault.value, b.value] for b in taken.bad[:FAULTS_KEPT]],
        is_kept=taken.is_kept,
    )
    return taken
