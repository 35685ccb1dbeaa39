"""Keeping the files of a report in a folder that no web server hands out."""

import datetime as dt
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Attachment, Event, Incident
from incidents.operations import rules
from incidents.operations.files.cleaning import FileRefused, cleaned, safe_name, shown_name
from incidents.operations.timeline import note_event
from people.errors import RuleBroken
from people.models import User

FILES_MOST = 5
SIZE_MOST = 10 * 1024 * 1024

EMPTY = _("this file is empty.")
TOO_LARGE = _("this file is too large: 10 MB at most.")
TOO_MANY = _("a report holds five files. Remove one first.")
FIELD = "attachments"


def place_of(attachment: Attachment) -> Path:
    """Return where a file lies; its name there says nothing about it."""
    return place_under(Path(settings.FILES_DIR), attachment.public_id)


def place_under(folder: Path, public_id: uuid.UUID) -> Path:
    """Return where below a folder the file with this id lies."""
    return folder / public_id.hex[-2:] / public_id.hex


@transaction.atomic
def add_attachment(
    *, actor: User, incident: Incident, name: str, data: bytes, now: dt.datetime
) -> Attachment:
    """Keep a clean copy of a file with a report.

    Checks: the actor reported it at most 14 days ago; at most five files; not empty, at most
    10 MB; a JPEG, PNG or PDF by its bytes. Each message names the file. The same file again is
    the one that is there.
    Writes: the file, its row and one event; when this fails later, the file lies unused
    until `sweep_files`.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.reported_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS, field=FIELD)
    if now > incident.details_until:
        raise RuleBroken(rules.DETAILS_CLOSED, field=FIELD)
    kind, kept = _clean_copy(name, data)
    there = _there_already(incident, safe_name(name, kind), kept)
    if there is not None:
        return there
    if incident.attachments.count() >= FILES_MOST:
        raise _refused(name, TOO_MANY)
    attachment = Attachment(
        incident=incident, name=safe_name(name, kind), kind=kind, size=len(kept),
        added_by=actor, added_at=now,
    )  # fmt: skip
    if incident.is_anonymous:  # the usual id would tell when the reporter added it
        attachment.public_id = uuid.uuid4()
    _write(place_of(attachment), kept)
    attachment.save(force_insert=True)
    note_event(incident=incident, kind=Event.Kind.FILE_ADDED, actor=actor, now=now)
    return attachment


@transaction.atomic
def remove_attachment(*, actor: User, attachment: Attachment, now: dt.datetime) -> None:
    """Throw a file away, for good.

    Checks: the actor added it, and its report is at most 14 days old.
    Writes: removes the row; one event; the file goes once that is certain.
    """
    if attachment.added_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS)
    incident = Incident.objects.get(pk=attachment.incident_id)
    if now > incident.details_until:
        raise RuleBroken(rules.DETAILS_CLOSED)
    place = place_of(attachment)
    attachment.delete()
    note_event(incident=incident, kind=Event.Kind.FILE_REMOVED, actor=actor, now=now)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def _clean_copy(name: str, data: bytes) -> tuple[Attachment.Kind, bytes]:
    """Return what a file is and what of it is kept; each refusal names the file."""
    if not data:
        raise _refused(name, EMPTY)
    if len(data) > SIZE_MOST:
        raise _refused(name, TOO_LARGE)
    try:
        return cleaned(data, most=SIZE_MOST)
    except FileRefused as refused:
        raise _refused(name, refused.reason) from None


def _there_already(incident: Incident, name: str, kept: bytes) -> Attachment | None:
    """Return the same file of the same name: sent twice it is kept once."""
    alike = incident.attachments.filter(name=name, size=len(kept))
    return next((one for one in alike if _bytes_of(one) == kept), None)


def _bytes_of(attachment: Attachment) -> bytes | None:
    try:
        return place_of(attachment).read_bytes()
    except FileNotFoundError:
        return None


def _refused(name: str, reason: "str | Promise") -> RuleBroken:
    return RuleBroken(f"“{shown_name(name)}”: {reason}", field=FIELD)


def _write(place: Path, data: bytes) -> None:
    """Write a file that only this account of the machine can read."""
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
