"""The sign-ins of the demonstration: six people, one password, printed at every start."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User

PASSWORD = "out-of-the-wind"  # noqa: S105 - printed on purpose, for fictional people
DOMAIN = "luwte.example"


@dataclass(frozen=True)
class Account:
    """One fictional person to sign in as, and what they are for."""

    key: str
    name: str
    role: "str | Promise"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


ACCOUNTS = (
    Account("ana", "Ana Bakker", gettext_lazy("reports what happens at the desk")),
    Account("max", "Max Visser", gettext_lazy("manages Ana’s team")),
    Account("zoe", "Zoë Amrani", gettext_lazy("works in another team")),
    Account("hana", "Hana Mol", gettext_lazy("HR, reads the trends")),
    Account("pim", "Pim Jansen", gettext_lazy("confidential adviser")),
    Account("bo", "Bo Dekker", gettext_lazy("administrator")),
)


def listed() -> list[dict[str, str]]:
    """Return the accounts that exist, as `manage.py demo --accounts --json` prints them."""
    known = set(
        User.objects.active()
        .filter(email__in=[account.email for account in ACCOUNTS])
        .values_list("email", flat=True)
    )
    return [
        {"email": a.email, "name": a.name, "role": str(a.role), "password": PASSWORD}
        for a in ACCOUNTS
        if a.email in known
    ]


def printable() -> str:
    """Return the accounts as lines for a terminal; empty when there is no demonstration."""
    accounts = listed()
    if not accounts:
        return ""
    width = max(len(account["email"]) for account in accounts)
    lines = [f"  {a['email']:<{width}}  {a['role']}" for a in accounts]
    return "\n".join([_("Sign in as (password: %s)") % PASSWORD, *lines])


def joined_on(today: dt.date) -> dt.date:
    """Return since when everybody works here: before the first report."""
    return today - dt.timedelta(days=900)
