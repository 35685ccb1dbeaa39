from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring as an app, for its commands and template tags."""

    name = "config"
