from people.models.access import ApiToken, Invitation, SignInSlip
from people.models.delivery import IdempotencyKey, Notice, Outbox
from people.models.device import (
    AccountKey,
    DevicePin,
    DutySwitch,
    Push,
    PushSubscription,
    TeamDevice,
)
from people.models.hours import Absence, ClosingDay
from people.models.line_change import LineChange
from people.models.notices import NoticeChoice, QuietHours
from people.models.organisation import Organisation, Site
from people.models.setting_change import SettingChange
from people.models.team import Membership, Team
from people.models.user import RoleGrant, User

__all__ = [
    "Absence",
    "AccountKey",
    "ApiToken",
    "ClosingDay",
    "DevicePin",
    "DutySwitch",
    "IdempotencyKey",
    "Invitation",
    "LineChange",
    "Membership",
    "Notice",
    "NoticeChoice",
    "Organisation",
    "Outbox",
    "Push",
    "PushSubscription",
    "QuietHours",
    "RoleGrant",
    "SettingChange",
    "SignInSlip",
    "Site",
    "Team",
    "TeamDevice",
    "User",
]
