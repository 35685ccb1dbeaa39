"""The words of care: presets, kinds of contact, outcomes. Stored by value, so values are stable."""

from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _


class Preset(StrEnum):
    """How care is spread over time; the strictest wins when reports join one series."""

    DECLINED = "declined"
    LIGHT = "light"
    STANDARD = "standard"
    SERIOUS = "serious"


STRICTNESS = (Preset.DECLINED, Preset.LIGHT, Preset.STANDARD, Preset.SERIOUS)


class Step(StrEnum):
    """What one planned contact is for."""

    TOUCH_BASE = "touch_base"
    FIRST_CONTACT = "first_contact"
    TALK = "talk"
    FOLLOW_UP = "follow_up"
    SECOND_OFFER = "second_offer"


class Unit(StrEnum):
    """In what the distance of a contact is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Outcome(StrEnum):
    """How a planned contact ended."""

    HELD = "held"
    NOT_NOW = "not_now"
    OTHER_PERSON = "other_person"
    DECLINED = "declined"


class RepeatReady(StrEnum):
    """Could the person handle it if it happened again tomorrow?"""

    YES = "yes"
    WITH_BACKUP = "with_backup"
    NOT_NOW = "not_now"


class NeedSource(StrEnum):
    """Who or what raised a training need."""

    SELF = "self"
    CHECKIN = "checkin"
    RULE = "rule"


NEED_SOURCES = {
    NeedSource.SELF: _("an own wish"),
    NeedSource.CHECKIN: _("from a check-in"),
    NeedSource.RULE: _("suggested by Luwte"),
}


class Why(StrEnum):
    """Why a check-in is not at the moment the person or the preset asked for.

    The screens have a sentence for each; an empty value means that there is nothing to explain.
    """

    BEYOND_BOUND = "beyond_bound"  # the wish lies after the latest moment of the preset
    PASSED = "passed"  # the wished moment had already gone by
    NO_WORKING_TIME = "no_working_time"  # nobody works before the limit: the first moment after
    NO_WORK_THEN = "no_work_then"  # a day off, or no working time, where the wish lies
    RECENT_TALK = "recent_talk"  # a talk was held or is planned less than five working days away
    JOINED_EARLIER = "joined_earlier"  # an earlier check-in of the same series covers it


class Reason(StrEnum):
    """Why somebody else was told about a check-in."""

    LATE = "late"
    UNCLAIMED = "unclaimed"


class Level(IntEnum):
    """Who is told when a check-in is late or a serious report is not picked up."""

    OWNER = 0
    DEPUTY = 1
    NEXT_LEVEL = 2


class Impact(IntEnum):
    """How much something took out of somebody at work, by their own word."""

    NOTHING = 0
    ANNOYING = 1
    TOOK_A_WHILE = 2
    STILL_WITH_ME = 3
    NOT_GOING_IN = 4
