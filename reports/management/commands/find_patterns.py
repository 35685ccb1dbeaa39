"""`manage.py find_patterns`: run the pattern engine on CSV files, without the database."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.operations.pattern_words import sentence
from reports.patterns.files import BadRows, Dataset, read
from reports.patterns.findings import Finding, Found, find

BAD_ROWS = 2  # the exit code when a row is bad
ROWS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Finds products, teams and customers that stand out in CSV files (plain or gzipped), "
        "without touching the database. Exits with 2 when a row is bad."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--incidents",
            type=Path,
            required=True,
            metavar="F",
            help="date,product,team,customer,severity[,reporter]",
        )
        parser.add_argument(
            "--contacts",
            type=Path,
            required=True,
            metavar="F",
            help="week_start,product,team,contacts",
        )
        parser.add_argument(
            "--customer-contacts",
            type=Path,
            metavar="F",
            help="customer,quarter,contacts (quarter n is the n-th 13 weeks, from 0)",
        )
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="the last day that counts; by default the last date in the data",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object instead of sentences"
        )

    def handle(
        self,
        *,
        incidents: Path,
        contacts: Path,
        customer_contacts: Path | None,
        as_of: date | None,
        json: bool,
        **options: object,
    ) -> None:
        try:
            data = read(incidents, contacts, customer_contacts, as_of, self._tell)
        except BadRows as problem:
            self._refuse(problem)
        if data is not None:
            self._tell_left_out(data)
        self._tell("Looking for patterns")
        answer = _answer(data)
        self._tell(f"Found {len(answer['findings'])}")
        self.stdout.write(_as_json(answer) if json else _as_text(answer))

    def _tell(self, progress: str) -> None:
        self.stderr.write(progress)
        self.stderr.flush()

    def _tell_left_out(self, data: Dataset) -> None:
        if data.left_out:
            self._tell(f"{data.left_out:,} rows before the first week with contacts do not count")
        if data.too_late:
            ends = "the last whole week" + (" with contacts" if data.company.has_contacts else "")
            self._tell(f"{data.too_late:,} rows after {data.last}, {ends}, do not count")

    def _refuse(self, problem: BadRows) -> None:
        for row in problem.rows[:ROWS_SHOWN]:
            self.stderr.write(str(row))
        if len(problem.rows) > ROWS_SHOWN:
            self.stderr.write(f"and {len(problem.rows) - ROWS_SHOWN:,} more")
        self.stderr.write("Nothing was worked out.")
        sys.exit(BAD_ROWS)


def _answer(data: Dataset | None) -> dict[str, Any]:
    if data is None:
        return {"as_of": None, "basis": "share", "prior": {}, "findings": []}
    found = find(data.company)
    return {
        "as_of": data.as_of.isoformat(),
        "basis": found.basis,
        "prior": _priors(found),
        "findings": [_row(finding, data) for finding in found.findings],
    }


def _priors(found: Found) -> dict[str, dict[str, float]]:
    return {
        kind: {name: round(value, 6) for name, value in asdict(prior).items()}
        for kind, prior in found.priors.items()
    }


def _row(found: Finding, data: Dataset) -> dict[str, Any]:
    row = {
        "kind": found.kind,
        "entity": _name(found, data),
        "period": {"from": _day(data, found.first_day), "to": _day(data, found.last_day)},
        "observed": found.observed,
        "expected": round(found.expected, 2),
        "times": round(found.times, 3),
        "low": round(found.low, 3),
        "high": round(found.high, 3),
        "probability": round(found.probability, 4),
        "since": _day(data, found.since_day),
        "basis": found.basis,
        "contacts": found.contacts,
        "sentence": sentence(found),
    }
    if found.ahead is None:
        return row
    ahead = {name: round(value, 3) for name, value in asdict(found.ahead).items()}
    return row | {"reporters": found.reporters, "next_90_days": ahead}


def _name(found: Finding, data: Dataset) -> str:
    if found.kind.startswith("team"):
        return data.teams[found.entity]
    return (data.customers if found.ahead else data.products)[found.entity]


def _day(data: Dataset, days: int) -> str:
    """Give a day as a date; a week that the data end in counts to its end, but has not been."""
    return min(data.first + timedelta(days=days), data.as_of).isoformat()


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, indent=1, ensure_ascii=False, allow_nan=False)


def _as_text(answer: dict[str, Any]) -> str:
    return "\n".join(
        f"{row['kind']} {row['entity']}: {row['sentence']}" for row in answer["findings"]
    )
