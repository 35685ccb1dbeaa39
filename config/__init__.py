"""Wiring: settings, URLs, worker, web server, base templates, static files and commands."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
