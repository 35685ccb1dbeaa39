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
    phone: str


@transaction.atomic
def change_preferences(*, actor: User, preferences: Preferences, now: dt.datetime) -> User:
    """Set one's own preferences. Checks: none. Writes: the account."""
    actor.language = preferences.language
    actor.time_zone = preferences.time_zone
    actor.theme = preferences.theme
    actor.shift_ends_at = preferences.shift_ends_at
    actor.phone = preferences.phone
    actor.save(update_fields=["language", "time_zone", "theme", "shift_ends_at", "phone"])
    return actor


@transaction.atomic
def choose_language(*, actor: User, language: str, now: dt.datetime) -> User:
    """Speak another language from now on. Checks: none. Writes: the account."""
    actor.language = language
    actor.save(update_fields=["language"])
    return actor


@transaction.atomic
def choose_theme(*, actor: User, theme: str, now: dt.datetime) -> User:
    """Show another theme from now on. Checks: none. Writes: the account."""
    actor.theme = theme
    actor.save(update_fields=["theme"])
    return actor
