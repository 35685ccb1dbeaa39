"""How a call has gone so far, as its pages tell it."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from incidents.codes import READINGS, WordList
from incidents.models import HelpCall, HelpRing, TakeoverKind
from incidents.queries.calls import mark_of, name_of
from incidents.queries.duty import route_of
from incidents.queries.words import words
from incidents.ringing import levels_after
from people.models import User


@dataclass(frozen=True)
class Asked:
    """The people who were asked at one moment."""

    at: dt.datetime
    people: list[User]


@dataclass(frozen=True)
class CallStory:
    """Who was asked, who saw it, who comes, and who is asked next at what time."""

    name: str
    mark: str
    asked: list[Asked]
    seen: list[HelpRing]
    next_level: "str | Promise"
    heat: "str | Promise"
    channel: str
    wanted: "str | Promise"
    seconds: int | None

    @property
    def everybody(self) -> list[User]:
        return [person for asked in self.asked for person in asked.people]


def story_of(call: HelpCall, now: dt.datetime) -> CallStory:
    """Return how a call has gone; the queries do not grow with the people who were asked."""
    rings = list(call.rings.select_related("person").order_by("rung_at", "pk"))
    channels = words(WordList.CHANNEL, with_hidden=True) if call.channel else []
    seconds = call.seconds_to_accept
    return CallStory(
        name=name_of(call),
        mark=mark_of(call, rings),
        asked=[
            Asked(at, [ring.person for ring in group])
            for at, group in groupby(rings, key=lambda ring: ring.rung_at)
        ],
        seen=sorted((r for r in rings if r.seen_at), key=lambda ring: str(ring.seen_at)),
        next_level=_next_level(call),
        heat=next((w.label for w in READINGS if w.reading == call.heat), ""),
        channel=next((w.label for w in channels if w.number == call.channel), ""),
        wanted=TakeoverKind(call.wanted).label if call.wanted else "",
        seconds=None if seconds is None else round(seconds),
    )


def _next_level(call: HelpCall) -> "str | Promise":
    if not call.is_waiting or call.escalate_at is None:
        return ""
    left = levels_after(route_of(call.team).levels, call.level)
    return HelpCall.Level(left[0]).label if left else ""
