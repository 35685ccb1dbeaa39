from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: see the docstring of the package."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"
