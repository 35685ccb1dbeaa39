"""Look after the checkout's own PostgreSQL by hand."""

import os
import subprocess
import sys
from argparse import REMAINDER, ArgumentParser

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config import localpg
from config.localpg.server import NAME, Server, ServerUnavailable


class Command(BaseCommand):
    """start, stop, status, psql and dump."""

    help = "Start, stop or look at this checkout's own PostgreSQL; open psql; write a dump."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and what to hand on to psql or pg_dump."""
        parser.add_argument("do", choices=["start", "stop", "status", "psql", "dump"])
        parser.add_argument("rest", nargs=REMAINDER, help="options for psql or pg_dump")

    def handle(self, *args: object, do: str, rest: list[str], **options: object) -> None:
        """Do it."""
        if settings.DATABASE_URL:
            message = "DATABASE_URL is set: this is about the checkout's own server only."
            raise CommandError(message)
        own = localpg.server("dev")
        try:
            getattr(self, f"_{do}")(own, rest)
        except ServerUnavailable as error:
            raise CommandError(str(error)) from error

    def _start(self, own: Server, rest: list[str]) -> None:
        own.keep()
        own.ensure()
        self._status(own, rest)

    def _stop(self, own: Server, rest: list[str]) -> None:
        own.stop()
        self._status(own, rest)

    def _status(self, own: Server, rest: list[str]) -> None:
        state = "runs" if own.is_running() else "stands still"
        self.stdout.write(f"PostgreSQL {state}. Data: {own.data}")
        self.stdout.write(f"Socket: {own.socket_dir}  User and database: {NAME}")

    def _psql(self, own: Server, rest: list[str]) -> None:
        self._client("psql", own, rest)

    def _dump(self, own: Server, rest: list[str]) -> None:
        self._client("pg_dump", own, rest)

    def _client(self, program: str, own: Server, rest: list[str]) -> None:
        """Run one of PostgreSQL's client programs in this terminal."""
        own.ensure()
        where = {"PGHOST": str(own.socket_dir), "PGUSER": NAME, "PGDATABASE": NAME}
        command = [str(own.program(program)), *rest]
        code = subprocess.run(command, env=os.environ | where, check=False).returncode  # noqa: S603
        if code:
            sys.exit(code)
