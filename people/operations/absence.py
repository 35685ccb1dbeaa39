"""Somebody is away, or back. No reason is asked for, and there is nowhere to write one."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Absence, Organisation, User
from people.permissions import may_set_absence
from people.signals import absence_changed

DAY = dt.timedelta(days=1)


@transaction.atomic
def set_absence(
    *,
    actor: User,
    person: User,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    now: dt.datetime,
) -> Absence:
    """Note that somebody is away from one day to another; without a last day until they are back.

    Checks: the actor is the person, HR or leads above them; the account is open; the days are in
    order, not over, and no other absence is in them. Writes: the days and who noted them.
    Signals: absence_changed.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active or not may_set_absence(actor, person):
        raise RuleBroken(_("Only they, HR or who leads above them may note this."))
    today = Organisation.current().day_of(now)
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(_("The last day is before the first day."), field="ends_on")
    if (ends_on or today) < today:
        raise RuleBroken(_("Choose today or a later day."), field="ends_on")
    others = person.absences.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if (others.filter(starts_on__lte=ends_on) if ends_on else others).exists():
        raise RuleBroken(_("Other days away are noted in that time. End those first."))
    absence = Absence.objects.create(
        user=person, starts_on=starts_on, ends_on=ends_on, made_by=actor, made_at=now
    )
    absence_changed.send(sender=Absence, person=person, now=now)
    return absence


@transaction.atomic
def end_absence(*, actor: User, absence: Absence, now: dt.datetime) -> None:
    """Somebody is back: yesterday was the last day. What has not begun by then goes away.

    Checks: as for noting it; one that is over stays as it is. Writes: the last day, or the
    absence gone. Signals: absence_changed.
    """
    row = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence.pk)
    if not may_set_absence(actor, row.user):
        raise RuleBroken(_("Only they, HR or who leads above them may note this."))
    today = Organisation.current().day_of(now)
    if row.ends_on is not None and row.ends_on < today:
        return
    if row.starts_on >= today:
        row.delete()
    else:
        row.ends_on = today - DAY
        row.save(update_fields=["ends_on"])
    absence_changed.send(sender=Absence, person=row.user, now=now)
