from people.models.access import ApiToken, Invitation, SignInSlip
from people.models.delivery import IdempotencyKey, Notice, Outbox
from people.models.organisation import Organisation, Site
from people.models.team import Membership, Team
from people.models.user import RoleGrant, User

__all__ = [
    "ApiToken",
    "IdempotencyKey",
    "Invitation",
    "Membership",
    "Notice",
    "Organisation",
    "Outbox",
    "RoleGrant",
    "SignInSlip",
    "Site",
    "Team",
    "User",
]
