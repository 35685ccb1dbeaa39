from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: see the docstring of the package."""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"
