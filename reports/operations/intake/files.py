"""A file that a person sends: looked at first, then kept or left."""

import datetime as dt

from django.db import transaction

from people.models import User
from reports.exposure.sheets import Sheet, read_sheet
from reports.models import ContactFile, ContactIntake
from reports.operations.intake.taking import Taken, Terms, take_in_sheet

KEEPABLE_FOR = dt.timedelta(days=1)


@transaction.atomic
def hold_file(*, actor: User, name: str, content: bytes, now: dt.datetime) -> ContactFile:
    """Hold a file until its sender decides. Writes: it, in place of the one before."""
    ContactFile.objects.filter(by=actor).delete()
    return ContactFile.objects.create(by=actor, at=now, name=name[:200], content=content)


def look_at(*, actor: User, sheet: Sheet, now: dt.datetime) -> Taken:
    """Say what a file would bring. Writes nothing."""
    return take_in_sheet(actor=actor, sheet=sheet, terms=_terms(sheet, is_rehearsal=True), now=now)


@transaction.atomic
def keep_file(*, actor: User, file: ContactFile, may_skip_bad: bool, now: dt.datetime) -> Taken:
    """Take in a file that was looked at. Writes: as `take_in_contacts`; a kept file is gone."""
    sheet = read_sheet(bytes(file.content))
    terms = _terms(sheet, name=file.name, may_skip_bad=may_skip_bad)
    taken = take_in_sheet(actor=actor, sheet=sheet, terms=terms, now=now)
    if taken.is_kept:
        file.delete()
    return taken


def _terms(
    sheet: Sheet, *, name: str = "", may_skip_bad: bool = False, is_rehearsal: bool = False
) -> Terms:
    return Terms(
        source=ContactIntake.Source.PAGE,
        name=name,
        may_skip_bad=may_skip_bad,
        is_rehearsal=is_rehearsal,
        is_month_first=sheet.is_month_first,
    )


@transaction.atomic
def forget_files(*, now: dt.datetime) -> None:
    """Delete the files that nobody decided about for a day."""
    ContactFile.objects.filter(at__lt=now - KEEPABLE_FOR).delete()
