from django.apps import AppConfig


class WellbeingConfig(AppConfig):
    """Wellbeing: see the docstring of the package."""

    name = "wellbeing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wellbeing import receivers  # noqa: F401 - connects the signals
