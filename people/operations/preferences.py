"""What people set for themselves."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from people.models import User


@dataclass(frozen=True)
class Preferences:
    """How Luwte speaks to somebody, and when their day usually ends."""

    language: str
    time_zone: ZoneInfo | None
    theme: str
    shift_ends_at: dt.time | None
    weekdays: str
    phone: str
    has_shortcuts: bool


def preferences_of(user: User) -> Preferences:
    """Return what somebody has set, to change one part of it."""
    return Preferences(
        language=user.language,
        time_zone=user.time_zone,
        theme=user.theme,
        shift_ends_at=user.shift_ends_at,
        weekdays=user.weekdays,
        phone=user.phone,
        has_shortcuts=user.has_shortcuts,
    )


@transaction.atomic
def change_preferences(*, actor: User, preferences: Preferences, now: dt.datetime) -> User:
    """Set one's own preferences. Checks: none. Writes: the account."""
    actor.language = preferences.language
    actor.time_zone = preferences.time_zone
    actor.theme = preferences.theme
    actor.shift_ends_at = preferences.shift_ends_at
    actor.weekdays = preferences.weekdays
    actor.phone = preferences.phone
    actor.has_shortcuts = preferences.has_shortcuts
    actor.save(
        update_fields=[
            "language",
            "time_zone",
            "theme",
            "shift_ends_at",
            "weekdays",
            "phone",
            "has_shortcuts",
        ]
    )
    return actor
