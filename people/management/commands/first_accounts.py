"""Sign-ins for a house that was filled from a register: one admin, one HR, one manager."""

import json
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand

from people.operations import make_first_accounts
from people.queries import database_now


class Command(BaseCommand):
    help = (
        "Make and print sign-ins for one administrator, one HR colleague and one manager of all "
        "teams. Those that exist are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print as JSON")

    def handle(self, *args: object, **options: object) -> None:
        made = make_first_accounts(now=database_now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(account) for account in made]))
            return
        if not made:
            self.stdout.write("The first accounts exist already; their passwords stay as they are.")
        for account in made:
            self.stdout.write(
                f"{account.role:8} sign-in name {account.sign_in_name:8} "
                f"password {account.password}"
            )
