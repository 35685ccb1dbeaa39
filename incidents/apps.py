from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents: see the docstring of the package."""

    name = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from incidents import receivers  # noqa: F401 - connects the signals
