"""Taking in an existing register: every row once, all of them or none."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from incidents.models import Incident
from incidents.operations.history import OldReport, record_history
from incidents.operations.register_names import Directory, Found, Missing, Unclear
from incidents.operations.report import ReportInput, refusals, report_incident
from incidents.register.identity import Identities
from incidents.register.rows import BadCell, Entry
from incidents.register.survey import Survey, read_entries
from people.errors import RuleBroken
from people.models import Organisation, User

HISTORY = dt.timedelta(days=14)  # older reports plan no care, owe no answer, trigger no rule
BATCH = 500
LOCK = 7_241_001  # one import at a time: the second waits, and then finds every row there
COLUMN_OF_FIELD = {
    "occurred_at": "date",
    "behaviours": "behaviour",
    "customer_ref": "customer",
}
VALUE_OF_COLUMN = {"date": "day", "behaviour": "behaviours"}

Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class ImportTerms:
    """What an import may do."""

    may_create: bool = False
    may_skip_bad: bool = False
    is_rehearsal: bool = False


@dataclass(kw_only=True)
class ImportOutcome:
    """What an import did, or what a rehearsal found.

    In a rehearsal nothing goes in, and `missing` counts what would be made.
    """

    rows: int = 0
    imported: int = 0
    skipped: int = 0
    bad: list[BadCell] = field(default_factory=list)
    missing: Missing = field(default_factory=Missing)
    waiting: int = 0
    has_created: bool = False


@dataclass(slots=True)
class _Batch:
    """Some rows of the file: read, and split into bad, already there, and fresh."""

    read: int
    bad: list[BadCell]
    known: int
    fresh: list[tuple[str, Entry]]


@transaction.atomic
def import_register(
    *,
    actor: User | None,
    found: Survey,
    terms: ImportTerms,
    now: dt.datetime,
    progress: Progress = lambda done: None,
) -> ImportOutcome:
    """Keep every row of a register that is not there yet, in one transaction.

    Checks: each row by the rules of a report; every name it uses; nothing goes in while a row is
    bad, unless bad rows may be skipped. Writes: missing teams, people, products and customers
    when that is allowed, then the reports. Signals: incident_reported for rows of the last
    fourteen days alone. Sends nothing. The file is read twice and never held.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    directory = Directory()
    outcome = ImportOutcome(rows=found.records, missing=directory.missing, bad=found.faults)
    work = _Import(actor, found, directory, now, progress)
    _judge(work, outcome, terms)
    if terms.is_rehearsal or (outcome.bad and not terms.may_skip_bad):
        return outcome
    if terms.may_create:
        directory.create_missing(now)
    outcome.has_created = terms.may_create
    _write(work, outcome)
    return outcome


@dataclass(frozen=True, slots=True)
class _Import:
    """One import at work."""

    actor: User | None
    found: Survey
    directory: Directory
    now: dt.datetime
    progress: Progress

    def batches(self) -> Iterator[_Batch]:
        """Go through the file, asking for every batch which rows are already there."""
        identities = Identities()
        zones = {name: team.site.time_zone for name, team in self.directory.zones() if team.site}
        zone: ZoneInfo = Organisation.current().time_zone
        entries = read_entries(self.found, zone=zone, now=self.now, zones=zones)
        while rows := list(islice(entries, BATCH)):
            keyed = {identities.key(row): row for row in rows if isinstance(row, Entry)}
            there = set(
                Incident.objects.filter(import_key__in=keyed).values_list("import_key", flat=True)
            )
            fresh = [(key, entry) for key, entry in keyed.items() if key not in there]
            bad = [cell for row in rows if not isinstance(row, Entry) for cell in row]
            yield _Batch(len(rows), bad, len(there), fresh)
            self.progress(len(rows))


def _judge(work: _Import, outcome: ImportOutcome, terms: ImportTerms) -> None:
    """First reading: what is bad, what is there already, what the fresh rows lack."""
    for batch in work.batches():
        outcome.bad += batch.bad
        outcome.skipped += batch.known
        for _, entry in batch.fresh:
            names, unclear = work.directory.look_up(entry)
            refused = _bad_cells(entry, _refusals(work, entry, names))
            if unclear and not refused:
                refused = _judge_names(work.directory, entry, unclear, terms)
                outcome.waiting += not terms.may_create
            outcome.bad += refused
    outcome.bad.sort(key=lambda cell: cell.row)


def _judge_names(
    directory: Directory, entry: Entry, unclear: list[Unclear], terms: ImportTerms
) -> list[BadCell]:
    """Propose what is missing; an import that may not make it finds the row bad.

    A rehearsal judges the file itself, so what is missing there is a proposal and no fault.
    """
    if all(item.is_missing for item in unclear):
        directory.propose(entry, unclear)
    is_allowed = terms.may_create or terms.is_rehearsal
    return [
        BadCell(entry.row, item.column, item.value, item.expected)
        for item in unclear
        if not (item.is_missing and is_allowed)
    ]


def _write(work: _Import, outcome: ImportOutcome) -> None:
    """Second reading: keep the fresh rows that the first one found good.

    History goes in by the batch; rows of the last days one by one, since care follows them.
    """
    bad_rows = {cell.row for cell in outcome.bad}
    for batch in work.batches():
        history: list[OldReport] = []
        for key, entry in batch.fresh:
            if entry.row in bad_rows:
                continue
            names, _ = work.directory.look_up(entry)
            report = _report_of(entry, names)
            if _is_history(work, entry):
                old = OldReport(import_key=key, report=report, customer_id=names.customer_id)
                history.append(old)
            else:
                _keep_recent(work, key, report)
            outcome.imported += 1
        record_history(actor=work.actor, reports=history, now=work.now)


def _keep_recent(work: _Import, key: str, report: ReportInput) -> None:
    report_incident(
        actor=work.actor,
        report=report,
        source=Incident.Source.IMPORT,
        is_history=False,
        import_key=key,
        now=work.now,
    )


def _report_of(entry: Entry, names: Found) -> ReportInput:
    return ReportInput(
        occurred_at=entry.occurred_at,
        is_hour_known=entry.clock is not None,
        team=names.team,
        reported_by=names.reported_by,
        channel=entry.channel,
        behaviours=entry.behaviours,
        product=names.product,
        customer_ref=entry.customer,
        narrative=entry.narrative,
        complaint_valid=entry.complaint_valid,
    )


def _is_history(work: _Import, entry: Entry) -> bool:
    return work.now - entry.occurred_at > HISTORY


def _refusals(work: _Import, entry: Entry, names: Found) -> list[RuleBroken]:
    return refusals(
        _report_of(entry, names),
        source=Incident.Source.IMPORT,
        is_history=_is_history(work, entry),
        now=work.now,
    )


def _bad_cells(entry: Entry, problems: list[RuleBroken]) -> list[BadCell]:
    """The rules of a report, said at the columns of the register."""
    found = []
    for problem in problems:
        column = COLUMN_OF_FIELD.get(problem.field, problem.field)
        value = getattr(entry, VALUE_OF_COLUMN.get(column, column), "")
        found.append(BadCell(entry.row, column, str(value), str(problem.message)))
    return found
