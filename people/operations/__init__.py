"""What may be done to people, teams and what is sent to them; every write goes through here."""

from people.operations.absence import end_absence, set_absence
from people.operations.account_keys import KeyLost, have_account_key, open_account_key
from people.operations.accounts import (
    PersonInput,
    change_person,
    create_person,
    deactivate,
    grant_role,
    reactivate,
    revoke_role,
)
from people.operations.appearance import choose_language, choose_theme
from people.operations.closing_days import add_closing_days, remove_closing_days
from people.operations.delivery import (
    Call,
    forget_page,
    lead_notices,
    notify,
    notify_all,
    queue_mail,
    read_notice,
    read_page,
    renew_notices,
    settle_notices,
    settle_page,
)
from people.operations.devices import (
    WrongPin,
    note_device_seen,
    register_device,
    remove_pin,
    revoke_device,
    set_pin,
    use_pin,
)
from people.operations.entry import (
    LinkSpent,
    accept_invitation,
    ask_password_link,
    change_password,
    invite,
    make_slip,
    use_slip,
)
from people.operations.first_accounts import FirstAccount, make_first_accounts
from people.operations.notice_wishes import NoticeWishes, choose_notices, wishes_of
from people.operations.organisation import OrganisationInput, change_organisation
from people.operations.outbox import Sweep, retry_parked_mails, send_due_mails
from people.operations.preferences import Preferences, change_preferences, preferences_of
from people.operations.push import send_due_pushes, subscribe, unsubscribe
from people.operations.setting_log import note_settings
from people.operations.teams import (
    Place,
    SiteInput,
    TeamInput,
    add_membership,
    change_site,
    change_team,
    close_team,
    create_site,
    create_team,
    end_membership,
)
from people.operations.tokens import create_token, revoke_token

__all__ = [
    "Call",
    "FirstAccount",
    "KeyLost",
    "LinkSpent",
    "NoticeWishes",
    "OrganisationInput",
    "PersonInput",
    "Place",
    "Preferences",
    "SiteInput",
    "Sweep",
    "TeamInput",
    "WrongPin",
    "accept_invitation",
    "add_closing_days",
    "add_membership",
    "ask_password_link",
    "change_organisation",
    "change_password",
    "change_person",
    "change_preferences",
    "change_site",
    "change_team",
    "choose_language",
    "choose_notices",
    "choose_theme",
    "close_team",
    "create_person",
    "create_site",
    "create_team",
    "create_token",
    "deactivate",
    "end_absence",
    "end_membership",
    "forget_page",
    "grant_role",
    "have_account_key",
    "invite",
    "lead_notices",
    "make_first_accounts",
    "make_slip",
    "note_device_seen",
    "note_settings",
    "notify",
    "notify_all",
    "open_account_key",
    "preferences_of",
    "queue_mail",
    "reactivate",
    "read_notice",
    "read_page",
    "register_device",
    "remove_closing_days",
    "remove_pin",
    "renew_notices",
    "retry_parked_mails",
    "revoke_device",
    "revoke_role",
    "revoke_token",
    "send_due_mails",
    "send_due_pushes",
    "set_absence",
    "set_pin",
    "settle_notices",
    "settle_page",
    "subscribe",
    "unsubscribe",
    "use_pin",
    "use_slip",
    "wishes_of",
]
