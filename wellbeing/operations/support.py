"""Agreed support after the talk: given, asked back, corrected by the person, or dropped."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.models import AgreedSupport, CheckIn, SupportVersion
from wellbeing.operations.schedule import path_of

ENDING = ["done_at", "dropped_at", "drop", "asked_at"]


class SupportEnded(RuleBroken):
    """It was given or dropped already."""


class NotForYou(RuleBroken):
    """Only the person it is for corrects it."""


class Happened(StrEnum):
    """What the next talk hears when it asks after agreed support."""

    YES = "yes"
    NOT_YET = "not_yet"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Support:
    """Something practical that was agreed: what, by whom, until when."""

    what: str
    by_whom: User
    until: dt.date | None = None


@dataclass(frozen=True)
class AskedBack:
    """What came of support that was agreed earlier."""

    support: AgreedSupport
    answer: Happened


def agree(row: CheckIn, supports: tuple[Support, ...], actor: User, now: dt.datetime) -> None:
    """Write what was agreed in a talk, and tell who promised something while they were not there.

    They read what and until when, never the story.
    """
    made = AgreedSupport.objects.bulk_create(
        AgreedSupport(checkin=row, what=s.what, by_whom=s.by_whom, until=s.until) for s in supports
    )
    for support in made:
        if support.by_whom_id != actor.pk:
            _tell(support.by_whom, "support", "/home/", f"support:{support.pk}", now)


def note_answers(row: CheckIn, answers: tuple[AskedBack, ...], now: dt.datetime) -> None:
    """Keep what came of the support agreed with this person; what has ended stays as it is."""
    keys = [asked.support.pk for asked in answers]
    same_person = {
        "checkin__series__person": row.series.person_id,
        "checkin__series__is_private": row.series.is_private,
    }
    found = AgreedSupport.objects.open().select_for_update(of=("self",))
    rows = found.filter(**same_person).in_bulk(keys)
    for asked in answers:
        if asked.support.pk in rows:
            _note_answer(rows[asked.support.pk], asked.answer, now)


def _note_answer(support: AgreedSupport, answer: Happened, now: dt.datetime) -> None:
    if answer == Happened.YES:
        support.done_at = now
    elif answer == Happened.NOT_NEEDED:
        support.dropped_at, support.drop = now, AgreedSupport.Drop.NOT_NEEDED
    else:
        support.asked_at = now
    support.save(update_fields=ENDING)


@transaction.atomic
def finish_support(*, actor: User, support: AgreedSupport, now: dt.datetime) -> AgreedSupport:
    """Note that agreed support was given. Doing it twice changes nothing. Sends nothing."""
    locked = AgreedSupport.objects.select_for_update().get(pk=support.pk)
    if locked.is_open:
        locked.done_at = now
        locked.save(update_fields=["done_at"])
    return locked


@transaction.atomic
def correct_support(
    *, actor: User, support: AgreedSupport, what: str, until: dt.date | None, now: dt.datetime
) -> AgreedSupport:
    """Let the person put right what was written down as agreed.

    Checks: it is theirs (NotForYou) and runs (SupportEnded), there are words. Writes: the words
    and the day; how they read before is kept with the day. Tells who holds the talk and who
    promised it. Sends nothing.
    """
    row = _lock_own(actor, support)
    words = what.strip()
    if not words:
        raise RuleBroken(_("Write what was agreed."), field="what")
    if (words, until) == (row.what, row.until):
        return row
    SupportVersion.objects.create(support=row, what=row.what, until=row.until, replaced_at=now)
    row.what, row.until = words, until
    row.save(update_fields=["what", "until"])
    _tell_others(row, now)
    return row


@transaction.atomic
def withdraw_support(*, actor: User, support: AgreedSupport, now: dt.datetime) -> AgreedSupport:
    """Let the person say that this was not agreed.

    Checks: it is theirs (NotForYou) and runs (SupportEnded). Writes: when it was dropped and why.
    Tells who holds the talk and who promised it. Sends nothing.
    """
    row = _lock_own(actor, support)
    row.dropped_at, row.drop = now, AgreedSupport.Drop.NOT_AGREED
    row.save(update_fields=["dropped_at", "drop"])
    _tell_others(row, now)
    return row


def _lock_own(actor: User, support: AgreedSupport) -> AgreedSupport:
    row = (
        AgreedSupport.objects.select_for_update(of=("self",))
        .select_related("checkin__series", "checkin__held_by", "by_whom")
        .get(pk=support.pk)
    )
    if row.checkin.series.person_id != actor.pk:
        raise NotForYou(_("Only the person it is for corrects this."))
    if not row.is_open:
        raise SupportEnded(_("This has ended already."))
    return row


def _tell_others(row: AgreedSupport, now: dt.datetime) -> None:
    """Tell who wrote it down, who holds the next talk and who promised it; each once."""
    following = (
        CheckIn.objects.open()
        .filter(series__person=row.checkin.series.person_id)
        .filter(series__is_private=row.checkin.series.is_private)
        .select_related("owner")
        .first()
    )
    paths: dict[User, str] = {row.by_whom: "/home/"}
    if row.checkin.held_by is not None:
        paths[row.checkin.held_by] = path_of(row.checkin)
    if following is not None and following.owner is not None:
        paths[following.owner] = path_of(following)
    for user, path in paths.items():
        key = f"support-changed:{row.pk}:{user.pk}:{now.isoformat()}"
        _tell(user, "support_changed", path, key, now)


def _tell(recipient: User, kind: str, path: str, key: str, now: dt.datetime) -> None:
    notify(recipient=recipient, kind=kind, path=path, key=key, now=now)
