"""Rules that several rows share: what a phone number and a working week look like."""

import re

from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.public_holidays import regions_of

# A telephone has to be able to dial it: digits, and what people write between them.
PHONE = re.compile(r"\+?[0-9 ()./-]{2,38}[0-9]", re.ASCII)
WEEKDAYS = frozenset("1234567")


def check_phone(phone: str, *, field: str = "phone") -> None:
    """Refuse what a telephone cannot dial; an empty number is fine."""
    if phone.strip() and not PHONE.fullmatch(phone.strip()):
        raise RuleBroken(
            _("This is no phone number. Use digits, spaces and a plus in front."), field=field
        )


def check_weekdays(weekdays: str, *, field: str = "weekdays") -> None:
    """Refuse what is not among the seven days, 1 being Monday."""
    if not WEEKDAYS.issuperset(weekdays):
        raise RuleBroken(_("Choose days of the week."), field=field)


def known_region(country: str, region: str) -> str:
    """Return the region if the country has it, else none: the country has been changed."""
    return region if region in dict(regions_of(country)) else ""
