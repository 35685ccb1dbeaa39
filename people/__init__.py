"""Who: accounts, teams, memberships, roles, invitations and what is sent to people.

URLs: /sign-in/, /account/, /people/, /teams/, /words/.
Permissions: admins manage people, teams and words; managers print sign-in slips for their team;
everybody changes their own preferences.
Models: User, RoleGrant, Organisation, Site, Team, Membership, Invitation, SignInSlip, ApiToken,
Outbox, Notice, IdempotencyKey.
"""
