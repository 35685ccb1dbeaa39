"""What the tests of the care pages share: signed-in clients and reports of just now."""

import datetime as dt
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from people.models import Team, User
from tests.wellbeing.stories import report
from wellbeing.models import CheckIn

# Words the interface never uses, as the reader would see them.
BANNED = re.compile(
    r"\b(incidents?|victims?|offenders?|perpetrators?|cases?|tickets?)\b|debrief", re.I
)
TAGS = re.compile(r"<[^>]*>")


def signed_in(user: User, language: str = "en") -> Client:
    """Return a client for a person who reads this language."""
    user.language = language
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


def text_of(html: str) -> str:
    """Return what is read: the page without its tags and addresses."""
    return " ".join(TAGS.sub(" ", html).split())


def just_now() -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=1)


def reported(person: User, team: Team, *behaviours: str, reading: int = 2) -> Incident:
    """Send a report a minute ago."""
    return report(person, team, just_now(), *behaviours, reading=reading)


def next_checkin(person: User) -> CheckIn:
    return CheckIn.objects.open().filter(series__person=person).order_by("due_at", "id")[0]


def queries_of(client: Client, url: str) -> int:
    """Return how many queries a page takes; the number may grow with the page, never with rows."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
