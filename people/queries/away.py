"""Whom somebody may note as away, and until when each of them is."""

import datetime as dt

from django.db.models import Prefetch
from django.utils import timezone

from people.models import Absence, Membership, Team, User
from people.models.user import UserQuerySet


def looked_after_by(user: User) -> UserQuerySet:
    """Return oneself and whom one may know to be away: HR everybody, leaders all below them."""
    if user.is_hr:
        return User.objects.active()
    there = Membership.objects.on(timezone.localdate()).filter(team__in=Team.led_with_below(user))
    return User.objects.active().filter(pk__in={user.pk, *there.values_list("user", flat=True)})


def with_absences(found: UserQuerySet, today: dt.date) -> UserQuerySet:
    """Add the days away that are not over, and the places of today. Three queries in all."""
    away = Absence.objects.not_over(today)
    places = Membership.objects.on(today).select_related("team__parent")
    return found.prefetch_related(
        Prefetch("absences", queryset=away, to_attr="days_away"),
        Prefetch("memberships", queryset=places, to_attr="places_today"),
    )
