"""Private notes: written, kept, shared with one adviser, and gone when their author says so."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import User
from people.operations import notify, read_page
from wellbeing.models import Reflection
from wellbeing.queries.reflections import advisers_for, days_to_choose, key_ring, opened

SHARED_PATH = "/reflections/shared/"
BATCH = 200


class NotTheAuthor(RuleBroken):
    """Only who wrote a note may do this with it."""


class LastDayOutOfReach(RuleBroken):
    """A note is kept for a day at least and two years at most."""


class NoteCannotBeOpened(RuleBroken):
    """Without its key a note would be lost by writing over it."""


class NotAnAdviser(RuleBroken):
    """A note is shared with a confidential adviser, nobody else."""


@transaction.atomic
def write_reflection(
    *, actor: User, words: str, delete_on: dt.date, now: dt.datetime
) -> Reflection:
    """Keep a new note. Checks: its last day. Writes: the sealed note. Sends nothing."""
    _check_last_day(actor, delete_on, now)
    row = Reflection(author=actor, made_at=now, changed_at=now, delete_on=delete_on)
    _seal(row, words)
    row.save()
    return row


@transaction.atomic
def change_reflection(
    *, actor: User, reflection: Reflection, words: str, now: dt.datetime
) -> Reflection:
    """Replace the words of a note.

    Checks: the author; that the present words can be opened. Writes: the words, sealed anew.
    Sends nothing. An adviser it is shared with reads the new words.
    """
    row = _locked(actor, reflection)
    if opened(row).words is None:
        raise NoteCannotBeOpened(_("This note cannot be opened now, so it cannot be changed."))
    _seal(row, words)
    row.changed_at = now
    row.save(update_fields=["ciphertext", "key_id", "changed_at"])
    return row


@transaction.atomic
def choose_last_day(
    *, actor: User, reflection: Reflection, delete_on: dt.date, now: dt.datetime
) -> Reflection:
    """Choose when a note goes by itself. Checks: the author, the day. Writes: the day."""
    row = _locked(actor, reflection)
    _check_last_day(actor, delete_on, now)
    row.delete_on = delete_on
    row.save(update_fields=["delete_on"])
    return row


@transaction.atomic
def share_reflection(
    *, actor: User, reflection: Reflection, adviser: User, now: dt.datetime
) -> Reflection:
    """Let one adviser read a note.

    Checks: the author; that it is another person who advises. Writes: with whom, since when.
    Tells the adviser that something was shared, not what or by whom. Doing it twice changes
    nothing; sharing with another adviser takes it from the first.
    """
    row = _locked(actor, reflection)
    if adviser not in advisers_for(actor):
        raise NotAnAdviser(_("Choose a confidential adviser."), field="adviser")
    if row.shared_with_id == adviser.pk:
        return row
    before = row.shared_with
    row.shared_with, row.shared_at, row.read_at = adviser, now, None
    row.save(update_fields=["shared_with", "shared_at", "read_at"])
    _settle(before, now)
    # Neither path nor key names the note: nothing of it stays behind when it is shredded.
    key = f"note-shared:{adviser.pk}:{now.isoformat()}"
    notify(recipient=adviser, kind="note_shared", path=SHARED_PATH, key=key, now=now)
    return row


@transaction.atomic
def take_back_reflection(*, actor: User, reflection: Reflection, now: dt.datetime) -> Reflection:
    """Share a note no longer. Checks: the author. Writes: that nobody may read it any more."""
    row = _locked(actor, reflection)
    before = row.shared_with
    row.shared_with = row.shared_at = row.read_at = None
    row.save(update_fields=["shared_with", "shared_at", "read_at"])
    _settle(before, now)
    return row


@transaction.atomic
def note_reading(*, actor: User, reflection: Reflection, now: dt.datetime) -> Reflection:
    """Note that the adviser opened it, so that the author is told. Writes: when, each time."""
    row = Reflection.objects.select_for_update(no_key=True).get(pk=reflection.pk)
    if row.shared_with_id == actor.pk:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def shred_reflection(*, actor: User, reflection: Reflection, now: dt.datetime) -> None:
    """Delete a note for good. Checks: the author. Writes: empties the row, then deletes it."""
    row = _locked(actor, reflection)
    _settle_after(row, now)
    _shred([row.pk])


def sweep_reflections(*, now: dt.datetime) -> int:
    """Delete notes past their last day, and those of people who left thirty days ago.

    Batches of their own transaction, skipping what somebody has in hands; returns how many.
    """
    gone = 0
    while found := _sweep_batch(now):
        gone += found
    return gone


@transaction.atomic
def _sweep_batch(now: dt.datetime) -> int:
    over = Reflection.objects.over(timezone.localdate(now, timezone.get_default_timezone()), now)
    locked = over.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    keys = list(locked.values_list("pk", flat=True)[:BATCH])
    _shred(keys)
    return len(keys)


def _shred(keys: list[int]) -> None:
    rows = Reflection.objects.filter(pk__in=keys)
    rows.update(ciphertext=b"", key_id="")
    rows.delete()


def _locked(actor: User, reflection: Reflection) -> Reflection:
    row = (
        Reflection.objects.select_for_update(of=("self",))
        .select_related("author", "shared_with")
        .get(pk=reflection.pk)
    )
    if row.author_id != actor.pk:
        raise NotTheAuthor(_("Only who wrote this note can do that."))
    return row


def _seal(row: Reflection, words: str) -> None:
    sealed = key_ring().seal(words, row.place)
    row.ciphertext, row.key_id = sealed.data, sealed.key_id


def _check_last_day(actor: User, day: dt.date, now: dt.datetime) -> None:
    if not days_to_choose(actor, now).holds(day):
        message = _("Choose a day between tomorrow and two years from now.")
        raise LastDayOutOfReach(message, field="delete_on")


def _settle_after(row: Reflection, now: dt.datetime) -> None:
    before, row.shared_with = row.shared_with, None
    row.shared_at = row.read_at = None
    row.save(update_fields=["shared_with", "shared_at", "read_at"])
    _settle(before, now)


def _settle(adviser: User | None, now: dt.datetime) -> None:
    """Take the line of an adviser away with whom nothing is shared any more."""
    if adviser is not None and not Reflection.objects.filter(shared_with=adviser).exists():
        read_page(actor=adviser, path=SHARED_PATH, now=now)
