"""Load, show or remove the demonstration organisation."""

import json
import time
from argparse import ArgumentParser
from importlib import import_module

from django.apps import apps
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from config import progress
from config.demo.accounts import DOMAIN, listed, printable
from config.demo.load import NotEmpty, load_demonstration
from people.models import User
from people.queries import database_now

APPS = ("people", "incidents", "wellbeing", "reports")


class Command(BaseCommand):
    """`demo` loads it into an empty database; `--reset` makes it anew; `--accounts` lists it."""

    help = "Load the demonstration organisation, or list its sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="remove it first")
        parser.add_argument("--small", action="store_true", help="a firm of 12 instead of 300")
        parser.add_argument("--language", choices=["en", "nl"], default="en", help="of its words")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if people exist")
        parser.add_argument("--accounts", action="store_true", help="list the sign-ins and stop")
        parser.add_argument("--json", action="store_true", help="list them as JSON")

    def handle(self, **options: bool | str) -> None:
        if options["accounts"]:
            text = json.dumps(listed(), indent=2) if options["json"] else printable()
            self.stdout.write(text or "There is no demonstration here.")
            return
        if options["if_empty"] and User.objects.exists():
            return
        if options["reset"]:
            self._remove()
        self._load(language=str(options["language"]), is_small=bool(options["small"]))

    def _load(self, *, language: str, is_small: bool) -> None:
        start = time.monotonic()
        progress.report(0)
        try:
            load_demonstration(
                now=database_now(), language=language, is_small=is_small, progress=progress.report
            )
        except NotEmpty:
            message = "There are people in this database. The demonstration needs an empty one."
            raise CommandError(message) from None
        finally:
            progress.finish()
        self.stdout.write(f"The demonstration is loaded ({time.monotonic() - start:.0f} s).")
        self.stdout.write(printable())

    def _remove(self) -> None:
        """Empty every table of the product, if nobody but the demonstration is in there."""
        others = User.objects.active().exclude(email__endswith=f"@{DOMAIN}")
        if others.exists():
            message = "There are people here who are not of the demonstration. Nothing was removed."
            raise CommandError(message)
        tables = [
            model._meta.db_table for app in APPS for model in apps.get_app_config(app).get_models()
        ]
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE django_session, account_emailaddress, " + names + " CASCADE")
            # An installation is born with these: empty means as on the first day.
            import_module("incidents.migrations.0009_built_in_rules").publish(apps, None)
