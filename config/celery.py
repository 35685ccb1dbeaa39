"""The Celery application. Tasks take ids only; every due thing is also a row of a sweep."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
app = Celery("luwte")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
