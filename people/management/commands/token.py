"""Keys for other systems: `token create`, `token list`, `token revoke`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from people.errors import RuleBroken
from people.models import ApiToken
from people.operations import create_token, revoke_token
from people.queries import database_now


class Command(BaseCommand):
    help = "Make, list and revoke the keys with which other systems use the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a key; it is printed once")
        create.add_argument("--name", required=True, help="which system, for instance crm")
        create.add_argument(
            "--scope",
            action="append",
            required=True,
            dest="scopes",
            choices=ApiToken.Scope.values,
            help="what the key may do; repeat for more",
        )
        verbs.add_parser("list", help="show the keys, without their secrets")
        revoke = verbs.add_parser("revoke", help="end a key at once")
        revoke.add_argument("--name", required=True)

    def handle(self, *args: object, **options: object) -> None:
        verb = str(options["verb"])
        if verb == "create":
            scopes = options["scopes"]
            self._create(str(options["name"]), scopes if isinstance(scopes, list) else [])
        elif verb == "revoke":
            self._revoke(str(options["name"]))
        else:
            self._list()

    def _create(self, name: str, scopes: list[str]) -> None:
        try:
            token, clear = create_token(name=name, scopes=scopes, now=database_now())
        except RuleBroken as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(clear)
        self.stderr.write(f"Shown this once. Valid until {token.expires_at:%Y-%m-%d}.")

    def _revoke(self, name: str) -> None:
        token = ApiToken.objects.filter(name=name).first()
        if token is None:
            raise CommandError(f"There is no token called {name}.")
        revoke_token(token=token, now=database_now())
        self.stderr.write(f"Revoked {name}.")

    def _list(self) -> None:
        for token in ApiToken.objects.order_by("name"):
            until = f"until {token.expires_at:%Y-%m-%d}"
            state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else until
            self.stdout.write(f"{token.name}\t{','.join(token.scopes)}\t{state}")
