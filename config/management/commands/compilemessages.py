"""Compile the translations without GNU gettext; `up` and the tests do it by themselves."""

from django.conf import settings
from django.core.management import BaseCommand

from config.catalogue import compile_below


class Command(BaseCommand):
    """Write a .mo file beside each .po file below locale/."""

    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Compile what has changed."""
        for path in compile_below(settings.BASE_DIR / "locale"):
            self.stdout.write(str(path))
