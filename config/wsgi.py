"""The entrance for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page that asks the database for longer is broken; workers and commands may take their time.
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "5000")

application = get_wsgi_application()
