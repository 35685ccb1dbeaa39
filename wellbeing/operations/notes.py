"""What the person writes beside a note about them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.models import CareNote, NoteCorrection
from wellbeing.operations.schedule import path_of


class NotAboutYou(RuleBroken):
    """Only the person a note is about writes beside it."""


@transaction.atomic
def correct_note(*, actor: User, note: CareNote, body: str, now: dt.datetime) -> NoteCorrection:
    """Add the person's own words beside a note; what was written stays.

    Checks: it is about the actor (NotAboutYou), there are words. Writes: the words with their
    moment, once. Tells who wrote the note. Sends nothing.
    """
    row = CareNote.objects.select_related("checkin__series", "written_by").get(pk=note.pk)
    if row.checkin.series.person_id != actor.pk:
        raise NotAboutYou(_("Only the person it is about writes beside a note."))
    words = body.strip()
    if not words:
        raise RuleBroken(_("Write what should stand beside it."), field="body")
    told = row.corrections.filter(body=words).first()
    if told is not None:
        return told
    made = NoteCorrection.objects.create(note=row, written_at=now, body=words)
    notify(
        recipient=row.written_by,
        kind="note_beside",
        path=path_of(row.checkin),
        key=f"note-beside:{made.pk}",
        now=now,
    )
    return made
