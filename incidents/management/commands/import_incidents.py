"""`manage.py import_incidents FILE`: take in an existing register from a spreadsheet."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from incidents.operations.register import ImportOutcome, ImportTerms, import_register
from incidents.register.columns import UnknownMapping, read_mapping
from incidents.register.rows import BadCell
from incidents.register.source import NotATable
from incidents.register.survey import Survey, survey
from people.queries import database_now

BAD_ROWS = 2  # the exit code when a row is bad
NAMES_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Takes in a register of earlier reports (CSV from a spreadsheet; Dutch or English). "
        "Exits with 0 when all rows are good and with 2 when one is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--map",
            action="append",
            dest="mappings",
            default=[],
            metavar="HEADING=COLUMN",
            help="read this heading as that column (repeatable; =ignore leaves it out)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="read and judge everything, keep nothing"
        )
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="make teams, products, customers and people that do not exist yet",
        )
        parser.add_argument(
            "--skip-bad", action="store_true", help="keep the good rows when others are bad"
        )
        parser.add_argument(
            "--report", type=Path, metavar="OUT.JSON", help="write what happened to this file"
        )

    def handle(
        self,
        *,
        file: Path,
        mappings: list[str],
        dry_run: bool,
        create_missing: bool,
        skip_bad: bool,
        report: Path | None,
        **options: object,
    ) -> None:
        terms = ImportTerms(may_create=create_missing, may_skip_bad=skip_bad, is_rehearsal=dry_run)
        report = Path(report) if report else None
        outcome = ImportOutcome()
        _write_report(report, outcome, terms)  # a place that cannot be written shows at once
        try:
            found = _survey(file, mappings)
            self._describe(found)
            outcome = self._import(found, terms)
        except NotATable as problem:
            outcome.bad.append(BadCell(1, "date", "", str(problem)))
        finally:
            _write_report(report, outcome, terms)
        self._tell(outcome, terms)
        if outcome.bad:
            sys.exit(BAD_ROWS)

    def _import(self, found: Survey, terms: ImportTerms) -> ImportOutcome:
        readings = 1 if terms.is_rehearsal else 2
        bar = ProgressBar(self.stderr, total=found.records * readings)
        outcome = import_register(
            actor=None, found=found, terms=terms, now=database_now(), progress=bar.advance
        )
        bar.finish()
        return outcome

    def _describe(self, found: Survey) -> None:
        """Say how the file was understood, so that a wrong guess is seen."""
        headings = found.headings
        for column, place in sorted(found.columns.places.items(), key=lambda item: item[1]):
            self.stdout.write(f"column {headings[place].strip()} is read as {column}")
        for heading in found.columns.ignored:
            self.stdout.write(f"column {heading.strip()} is not used")
        if found.habit.is_month_first:
            self.stdout.write("dates are read month first: no date in the file is day first")

    def _tell(self, outcome: ImportOutcome, terms: ImportTerms) -> None:
        for cell in outcome.bad:
            value = json.dumps(cell.value, ensure_ascii=False)
            self.stdout.write(
                f"row {cell.row}, {cell.column}: {value}; expected is {cell.expected}"
            )
        self._tell_missing(outcome, terms)
        bad_rows = len({cell.row for cell in outcome.bad})
        self.stdout.write(
            f"{outcome.rows} rows: {outcome.imported} imported, "
            f"{outcome.skipped} already there, {bad_rows} bad."
        )
        if terms.is_rehearsal:
            self.stdout.write("This was a dry run: nothing was kept.")
        elif outcome.bad and not terms.may_skip_bad:
            self.stdout.write(
                "Nothing was kept. Correct the bad rows, or add --skip-bad to keep the others."
            )

    def _tell_missing(self, outcome: ImportOutcome, terms: ImportTerms) -> None:
        """The proposal: what would be made, or what was."""
        state = "created" if outcome.has_created else "missing"
        for kind, names in outcome.missing.names.items():
            if names:
                shown = ", ".join(names[:NAMES_SHOWN])
                more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
                self.stdout.write(f"{state} {kind} ({len(names)}): {shown}{more}")
        if outcome.waiting and not terms.may_create:
            self.stdout.write(
                f"{outcome.waiting} rows need something that is missing. "
                "Add --create-missing to make it, or make it yourself first."
            )


class ProgressBar:
    """A bar on a terminal; elsewhere a line for every tenth part."""

    WIDTH = 30

    def __init__(self, stream: OutputWrapper, *, total: int) -> None:
        self._stream = stream
        self._total, self._done, self._tenths = total, 0, 0

    def advance(self, rows: int) -> None:
        self._done += rows
        share = min(1.0, self._done / self._total) if self._total else 1.0
        if self._stream.isatty():
            filled = round(share * self.WIDTH)
            bar = "#" * filled + "." * (self.WIDTH - filled)
            self._show(f"\r[{bar}] {share:4.0%}", ending="")
        elif int(share * 10) > self._tenths:
            self._tenths = int(share * 10)
            self._show(f"{share:.0%}", ending="\n")

    def finish(self) -> None:
        if self._stream.isatty() and self._done:
            self._show("", ending="\n")

    def _show(self, text: str, *, ending: str) -> None:
        self._stream.write(text, ending=ending)
        self._stream.flush()


def _survey(file: Path, mappings: list[str]) -> Survey:
    try:
        return survey(file, dict(read_mapping(text) for text in mappings))
    except UnknownMapping as problem:
        raise CommandError(str(problem)) from problem
    except OSError as problem:
        message = f"{file} cannot be read: {problem.strerror}"
        raise CommandError(message) from problem


def _write_report(path: Path | None, outcome: ImportOutcome, terms: ImportTerms) -> None:
    """Write the report; `created` counts what would be made in a dry run."""
    if path is None:
        return
    is_counted = outcome.has_created or terms.is_rehearsal
    report = {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "skipped": outcome.skipped,
        "bad_rows": [
            {"row": c.row, "column": c.column, "value": c.value, "expected": c.expected}
            for c in outcome.bad
        ],
        "created": {
            kind: count if is_counted else 0 for kind, count in outcome.missing.counts.items()
        },
    }
    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        message = f"{path} cannot be written: {problem.strerror}"
        raise CommandError(message) from problem
