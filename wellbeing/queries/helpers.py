"""Helpers, buddies and the ten minutes of a reader; nothing here is counted."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Membership, User
from people.queries import buddies
from wellbeing.models import BuddyCard, VentSlot


@dataclass(frozen=True)
class Buddy:
    """A trained buddy with their team and how they like to be reached."""

    user: User
    team: str
    how_to_reach: str


def buddies_for(person: User, now: dt.datetime) -> list[Buddy]:
    """Return the buddies who are there for a person. Four queries."""
    day = timezone.localdate(now)
    found = buddies(without=person, day=day)
    places = Membership.objects.on(day).filter(user__in=found).select_related("team")
    teams = {place.user_id: place.team.name for place in places.order_by("-pk")}
    cards = dict(BuddyCard.objects.filter(user__in=found).values_list("user", "how_to_reach"))
    return [Buddy(user, teams.get(user.pk, ""), cards.get(user.pk, "")) for user in found]


def how_to_reach(user: User) -> str:
    card = BuddyCard.objects.filter(user=user).first()
    return card.how_to_reach if card else ""


def slots_of(user: User, now: dt.datetime) -> QuerySet[VentSlot]:
    """Return the ten minutes a reader has, until a day after; one query."""
    since = now - dt.timedelta(days=1)
    found = VentSlot.objects.visible_to(user).filter(starts_at__gte=since)
    return found.select_related("person", "buddy")
