"""Check-ins as calendar programs read them (RFC 5545): when, and where the page is, no more."""

import datetime as dt
from collections.abc import Iterable, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailAttachment
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from people.models import Organisation, User
from wellbeing.models import CalendarCopy, CheckIn

LASTS = dt.timedelta(minutes=30)
ASK_AGAIN = "PT1H"


def calendar_of(rows: Iterable[CheckIn], reader: User) -> bytes:
    """Write check-ins as one calendar in the language of its reader.

    Who it is between, what happened and how grave it was stand in none of them.
    """
    made = _calendar("PUBLISH")
    made.add("x-wr-calname", "Luwte")
    made.add("x-published-ttl", ASK_AGAIN)
    with translation.override(reader.language or Organisation.current().language):
        for row in rows:
            made.add_component(_event(row, is_off=row.is_off))
    text: bytes = made.to_ical()
    return text


def cancellation_of(copy: CalendarCopy) -> bytes:
    """Write that a check-in does not go on for who was mailed it (RFC 5546): one to a file."""
    made, reader = _calendar("CANCEL"), copy.reader
    with translation.override(reader.language or Organisation.current().language):
        event = _event(copy.checkin, is_off=True)
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    made.add_component(event)
    text: bytes = made.to_ical()
    return text


def files_of(copies: Sequence[CalendarCopy], reader: User) -> list[EmailAttachment]:
    """Write what goes along with a mail: what is planned in one file, each that is off alone."""
    gone = [copy for copy in copies if copy.is_offered_off]
    rows = [copy.checkin for copy in copies if not copy.is_offered_off]
    texts = [("luwte.ics", "PUBLISH", calendar_of(rows, reader))] if rows else []
    for number, copy in enumerate(gone, start=1):
        texts.append((f"cancelled-{number}.ics", "CANCEL", cancellation_of(copy)))
    return [
        EmailAttachment(name, text.decode(), f"text/calendar; method={method}")
        for name, method, text in texts
    ]


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Luwte//Luwte//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _event(row: CheckIn, *, is_off: bool) -> Event:
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
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event
