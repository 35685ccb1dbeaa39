"""`manage.py rollup`: fill the roll-ups anew, or compare them with the reports."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from people.queries import database_now
from reports.operations.rollups import rebuild_rollups
from reports.queries.rollups import Difference, differences, state

DIFFERS = 1  # the exit code when a cell differs
CELLS_SHOWN = 50


class Command(BaseCommand):
    """rebuild and check."""

    help = (
        "rebuild counts all roll-ups anew from the reports; nothing that was published changes. "
        "check compares every cell with the reports, prints those that differ and exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("do", choices=["rebuild", "check"])

    def handle(self, *args: object, do: str, **options: object) -> None:
        """Do it."""
        getattr(self, f"_{do}")()

    def _rebuild(self) -> None:
        months = rebuild_rollups(now=database_now())
        self.stdout.write(f"{len(months)} months counted anew.")

    def _check(self) -> None:
        if state() is None:
            self.stderr.write("The roll-ups were never filled: manage.py rollup rebuild")
            sys.exit(DIFFERS)
        found = _compared()
        for difference in found[:CELLS_SHOWN]:
            self.stdout.write(_told(difference))
        if len(found) > CELLS_SHOWN:
            self.stdout.write(f"and {len(found) - CELLS_SHOWN} more")
        if found:
            self.stderr.write(f"{len(found)} cells differ: manage.py rollup rebuild")
            sys.exit(DIFFERS)
        self.stdout.write("Every cell is what the reports say.")


def _compared() -> list[Difference]:
    """Compare in one snapshot, so that what happens meanwhile is no difference."""
    if connection.in_atomic_block:
        return differences()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return differences()


def _told(difference: Difference) -> str:
    cell = " ".join(str(part) for part in difference.cell)
    held, counted = (
        "nothing" if side is None else " ".join(str(part) for part in side)
        for side in (difference.held, difference.counted)
    )
    return f"{difference.table} {cell}: holds {held}, the reports say {counted}"
