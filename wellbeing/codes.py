"""The words of care: presets, kinds of contact, outcomes. Stored by value, so values are stable."""

from enum import IntEnum, StrEnum


class Preset(StrEnum):
    """How care is spread over time; the strictest wins when reports join one series."""

    DECLINED = "declined"
    LIGHT = "light"
    STANDARD = "standard"
    SERIOUS = "serious"


class Step(StrEnum):
    """What one planned contact is for."""

    TOUCH_BASE = "touch_base"
    FIRST_CONTACT = "first_contact"
    TALK = "talk"
    FOLLOW_UP = "follow_up"
    SECOND_OFFER = "second_offer"


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


class Reason(StrEnum):
    """Why somebody else was told about a check-in."""

    LATE = "late"
    UNCLAIMED = "unclaimed"


class Level(IntEnum):
    """Who is told when a check-in is late or a serious report is not picked up."""

    OWNER = 0
    DEPUTY = 1
    NEXT_LEVEL = 2
