from django.apps import AppConfig
from django.core.checks import Tags, register


class ConfigConfig(AppConfig):
    """The wiring as an app, for its commands, checks and template tags."""

    name = "config"

    def ready(self) -> None:
        """Have `check` and `migrate` look at how the database logs."""
        from config.checks import database_log

        register(database_log, Tags.database)
