"""Check-ins as calendar programs read them (RFC 5545): when, and where the page is, no more."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from people.models import Organisation, User
from wellbeing.models import CheckIn

LASTS = dt.timedelta(minutes=30)
ASK_AGAIN = "PT1H"


def calendar_of(rows: Iterable[CheckIn], reader: User) -> bytes:
    """Write check-ins as one calendar in the language of its reader.

    Who it is between, what happened and how grave it was stand in none of them.
    """
    made = Calendar()
    made.add("prodid", "-//Luwte//Luwte//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Luwte")
    made.add("x-published-ttl", ASK_AGAIN)
    with translation.override(reader.language or Organisation.current().language):
        for row in rows:
            made.add_component(_event(row))
    text: bytes = made.to_ical()
    return text


def _event(row: CheckIn) -> Event:
    changed = (row.changed_at or row.created_at).astimezone(dt.UTC).replace(microsecond=0)
    starts = row.due_at.astimezone(dt.UTC).replace(microsecond=0)
    address = f"{settings.SITE_URL}{reverse('wellbeing:checkin', args=[row.public_id])}"
    event = Event()
    event.add("uid", f"{row.public_id}@luwte")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", row.times_changed)
    event.add("dtstart", starts)
    event.add("dtend", starts + LASTS)
    event.add("summary", pgettext("calendar", "Check-in"))
    event.add("description", address)
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if row.cancelled_at is not None else "CONFIRMED")
    return event
