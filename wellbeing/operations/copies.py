"""What people have of check-ins by mail, and the mails that set it right."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from people.codes import Channel, Urgency
from people.models import Outbox, User
from people.operations import queue_mail
from people.operations.habits import reached
from people.routing import route
from wellbeing.models import CalendarCopy
from wellbeing.operations.schedule import path_of
from wellbeing.queries.calendar import checkins_at

MOST_PER_SWEEP = 200
# The page to which a mail leads that sets copies right; all that are wrong go along.
PAGE = "/calendar/"


@transaction.atomic
def offer_copies(*, reader: User, paths: Collection[str], mail: int) -> list[CalendarCopy]:
    """Return the check-ins that go along with a mail, and note what it says of each.

    Those whose pages it leads to; with a mail about the calendar, every copy to look at. Checks:
    they are for the reader, theirs to hold, or a copy they have. Writes: what is offered, which
    counts once the mail has left. Sends nothing.
    """
    rows = checkins_at(reader, paths)
    made = [CalendarCopy(checkin=row, reader=reader, offered_at=row.due_at) for row in rows]
    CalendarCopy.objects.bulk_create(made, ignore_conflicts=True)
    mine = CalendarCopy.objects.visible_to(reader)
    found = mine.filter(checkin__in=rows) | (mine.to_check() if PAGE in paths else mine.none())
    copies = list(found.select_related("checkin__series").order_by("checkin__due_at", "checkin"))
    for copy in copies:
        copy.offered_at, copy.is_offered_off = copy.checkin.due_at, not copy.goes_on
        copy.offered_in, copy.is_to_check = mail, True
    fields = ["offered_at", "is_offered_off", "offered_in", "is_to_check"]
    CalendarCopy.objects.bulk_update(copies, fields)
    return copies


@transaction.atomic
def note_copies_sent(*, mail: int) -> None:
    """Note that what a mail offered has left. Writes: what its reader has from now on."""
    CalendarCopy.objects.filter(offered_in=mail).update(
        starts_at=F("offered_at"), is_off=F("is_offered_off"), offered_in=None
    )


@transaction.atomic
def set_copies_right(*, now: dt.datetime) -> int:
    """Mail everybody whose copy of a check-in is not right any more, once for all they have.

    Checks: no mail that brings it along is on its way. Writes: a mail for each reader, which waits
    for the end of their quiet hours; copies that are right are not looked at again. Returns how
    many people are told. Sends nothing.
    """
    due = CalendarCopy.objects.to_check().select_for_update(skip_locked=True, of=("self",))
    copies = list(due.select_related("checkin__series", "reader").order_by("pk")[:MOST_PER_SWEEP])
    wrong = defaultdict[User, list[CalendarCopy]](list)
    right = []
    for copy in copies:
        if copy.is_right(now) or not copy.reader.is_active:
            right.append(copy.pk)
        else:
            wrong[copy.reader].append(copy)
    CalendarCopy.objects.filter(pk__in=right).update(is_to_check=False)
    return sum(_tell(reader, theirs, now) for reader, theirs in wrong.items())


def _tell(reader: User, copies: list[CalendarCopy], now: dt.datetime) -> bool:
    paths = {PAGE, *(path_of(copy.checkin) for copy in copies)}
    is_coming = Outbox.objects.filter(
        recipient=reader, path__in=paths, sent_at__isnull=True, skipped_at__isnull=True
    ).exists()
    if is_coming:
        return False
    habits = reached([reader], Urgency.SOON, now)[reader.pk].habits
    (due,) = route({Channel.MAIL}, Urgency.SOON, habits, now)
    changed = max(copy.checkin.changed_at or copy.checkin.created_at for copy in copies)
    key = f"calendar:{reader.pk}:{changed.isoformat()}"
    queue_mail(recipient=reader, template="calendar", path=PAGE, key=key, now=now, due_at=due.at)
    return True
