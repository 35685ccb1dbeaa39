"""The Celery application. Tasks take ids only, and every due thing is also a row that a sweep owns."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("luwte")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
