from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: see the docstring of the package."""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reports import receivers  # noqa: F401 - connects the signals
