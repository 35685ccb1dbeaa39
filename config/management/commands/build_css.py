"""Build config/static/css/app.css from config/css; `--check` only says whether it is current."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import stylesheet

SHEETS = ("tokens.css", "components.css", "shell.css", "pages.css")


def source() -> Path:
    return settings.BASE_DIR / "config" / "css"


def target() -> Path:
    return settings.BASE_DIR / "config" / "static" / "css" / "app.css"


def built() -> str:
    """Return what the served sheet must be."""
    lines = (source() / "keep.txt").read_text().splitlines()
    keep = frozenset(word for line in lines if line[:1] != "#" for word in line.split())
    bootstrap = (source() / "bootstrap.min.css").read_text()
    return stylesheet.build(bootstrap, keep, [(source() / name).read_text() for name in SHEETS])


class Command(BaseCommand):
    help = "Build the served style sheet from its sources; --check exits 1 when it is not current."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        css = built()
        if options["check"]:
            if not target().exists() or target().read_text() != css:
                message = "The served style sheet is not current. Run: python manage.py build_css"
                raise CommandError(message)
            return
        target().parent.mkdir(parents=True, exist_ok=True)
        target().write_text(css)
        self.stdout.write(f"{target().relative_to(settings.BASE_DIR)}: {len(css)} characters")
