"""The feed: a folder another system writes files to, read by the hour."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from people.models import Notice, RoleGrant, User
from people.operations.delivery import Call, notify_all, settle_page
from reports.exposure.sheets import SIZE_MOST, SheetRefused, read_sheet
from reports.models import ContactIntake
from reports.operations.intake.taking import Terms, refuse_sheet, take_in_sheet

SETTLES_IN = dt.timedelta(seconds=30)  # a file that changed just now may still be written
SUFFIXES = {".csv", ".txt", ".xlsx"}


def read_feed(*, folder: Path, now: dt.datetime) -> list[ContactIntake]:
    """Read every file of the feed whose content is new; each in a transaction of its own."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.is_file() and _is_settled(path, now):
            with path.open("rb") as stream:
                content = stream.read(SIZE_MOST + 1)
            intake = _read_file(name=path.name, content=content, now=now)
            found += [intake] if intake else []
    return found


def _is_settled(path: Path, now: dt.datetime) -> bool:
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return changed <= now - SETTLES_IN


@transaction.atomic
def _read_file(*, name: str, content: bytes, now: dt.datetime) -> ContactIntake | None:
    """Take in one file once. Writes: as `take_in_contacts`, and tasks about it."""
    digest = hashlib.sha256(content).hexdigest()
    before = ContactIntake.objects.filter(source=ContactIntake.Source.FEED)
    if before.filter(content_hash=digest, name=name[:200]).exists():
        return None
    terms = Terms(source=ContactIntake.Source.FEED, name=name, content_hash=digest)
    intake = _taken(content, terms, now)
    if intake.is_kept:
        _settle(name, now)
    else:
        _tell(intake, now)
    return intake


def _taken(content: bytes, terms: Terms, now: dt.datetime) -> ContactIntake:
    try:
        sheet = read_sheet(content)
    except SheetRefused as refused:
        return refuse_sheet(fault=refused.fault, missing=refused.missing, terms=terms, now=now)
    terms = replace(terms, is_month_first=sheet.is_month_first)
    taken = take_in_sheet(actor=None, sheet=sheet, terms=terms, now=now)
    assert taken.intake is not None  # noqa: S101 - what the feed brings is always noted
    return taken.intake


def _tell(intake: ContactIntake, now: dt.datetime) -> None:
    calls = [
        Call(keeper, Notice.Kind.FEED, intake.path, f"feed:{intake.public_id}:{keeper.pk}")
        for keeper in _keepers()
    ]
    notify_all(calls=calls, now=now)


def _keepers() -> list[User]:
    """Who brings contact numbers in: HR and administrators, each once."""
    people = User.objects.active()
    roles = RoleGrant.Role.HR, RoleGrant.Role.ADMIN
    found = {person.pk: person for role in roles for person in people.with_role(role)}
    return [found[key] for key in sorted(found)]


@transaction.atomic
def settle_intake(*, intake: ContactIntake, now: dt.datetime) -> None:
    """Take away the task of a file that came right in another way, or is not needed any more.

    Checks: nothing. Writes: the intake, and that its notices are read. Signals: none. Sends
    nothing.
    """
    ContactIntake.objects.unmended().filter(pk=intake.pk).update(is_mended=True)
    settle_page(path=intake.path, now=now)


def _settle(name: str, now: dt.datetime) -> None:
    """A file that reads well takes away what was said about earlier ones of its name."""
    for intake in ContactIntake.objects.unmended().filter(name=name[:200]):
        settle_intake(intake=intake, now=now)
