"""Measure what a page weighs on a first visit; exits 1 when it is over the budget."""

from argparse import ArgumentParser
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from config import weight
from config.device import SHELL_FILES, WORKER_SCRIPTS
from people.models import User

# The files as they lie in the source: the measure needs no collected copies.
UNHASHED = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def measure(url_name: str, person: User) -> list[weight.Part]:
    """Open the page as somebody and return what it makes their browser load; leaves no trace."""
    with override_settings(STORAGES=settings.STORAGES | UNHASHED), transaction.atomic():
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(person)
        address = reverse(url_name)
        answer = client.get(address, secure=True)
        manifest = client.get(reverse("manifest"), secure=True)
        transaction.set_rollback(True)
    if answer.status_code != HTTPStatus.OK:
        message = f"{address} answered {answer.status_code}"
        raise CommandError(message)
    made = {reverse("manifest"): manifest.content}
    return weight.parts_of(
        address, answer.content, lambda wanted: made.get(wanted) or static_file(wanted)
    )


def static_file(address: str) -> bytes:
    """Return a static file by its address."""
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not found:
        message = f"The page asks for {address}, which does not exist."
        raise CommandError(message)
    return Path(found).read_bytes()


def _worker_files() -> list[str]:
    """Return what the service worker loads that the page has not."""
    return [settings.STATIC_URL + name for name in WORKER_SCRIPTS if name not in SHELL_FILES]


class Command(BaseCommand):
    help = "Print what a page weighs on a first visit, as one person who may open it sees it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url_name", nargs="?", default="incidents:report_new")
        parser.add_argument("--as", dest="email", default="ana@luwte.example")

    def handle(self, *args: object, **options: str) -> None:
        person = User.objects.active().filter(email=options["email"]).first()
        if person is None:
            message = f"Nobody here has the address {options['email']}. Name somebody with --as."
            raise CommandError(message)
        parts = measure(options["url_name"], person)
        for part in sorted(parts, key=lambda part: -part.size):
            self.stdout.write(f"{part.size:>8,}  {part.address}")
        bare = weight.total(parts, with_fonts=False)
        self.stdout.write(f"{bare:>8,}  without fonts, of {weight.BUDGET_WITHOUT_FONTS:,}")
        self.stdout.write(f"{weight.total(parts):>8,}  with fonts, of {weight.BUDGET:,}")
        later = sum(weight.compressed(path, static_file(path)) for path in _worker_files())
        self.stdout.write(f"{later:>8,}  afterwards, scripts of the service worker")
        if not weight.is_within_budget(parts):
            message = "The page is over its budget."
            raise CommandError(message)
