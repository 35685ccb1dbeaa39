"""The organisation's own settings."""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Organisation, SettingChange, User
from people.operations.rules import check_phone, check_weekdays, known_region
from people.operations.setting_log import note_settings

WEIGHTS = ("weight_rude", "weight_abusive", "weight_threat", "weight_violence", "weight_impact")
NUMBERS = (
    "smallest_group",
    "relation_review_at",
    "load_limit",
    "load_days",
    "load_rest_days",
    *WEIGHTS,
)


@dataclass(frozen=True, kw_only=True)
class OrganisationInput:
    """What an administrator writes down about the whole organisation."""

    name: str
    security_phone: str
    emergency_number: str
    address: str
    objection_address: str
    working_weekdays: str
    day_starts_at: dt.time
    day_ends_at: dt.time
    relation_review_at: int
    load_limit: int
    load_days: int
    load_rest_days: int
    weight_rude: int
    weight_abusive: int
    weight_threat: int
    weight_violence: int
    weight_impact: int
    has_impact_tap: bool
    smallest_group: int
    country: str
    region: str


@transaction.atomic
def change_organisation(
    *, actor: User, changes: OrganisationInput, now: dt.datetime
) -> Organisation:
    """Set what holds for the whole organisation.

    Checks: the phone numbers can be dialled, there is a number for emergencies, at least one
    working day, the day ends after it starts, the numbers lie within their bounds, heavier
    things weigh no less than lighter ones, and the smallest group only goes up. A region that its
    country does not have is left out. Writes: the one row, and a dated line for each change.
    Sends nothing.
    """
    check_phone(changes.security_phone, field="security_phone")
    if not changes.emergency_number.strip():
        raise RuleBroken(_("Without it nobody can be called."), field="emergency_number")
    check_phone(changes.emergency_number, field="emergency_number")
    _check_week(changes)
    row, _is_new = Organisation.objects.select_for_update().get_or_create(pk=1)
    before = _settings_of(row)
    if changes.smallest_group < row.smallest_group:
        raise RuleBroken(_("This number can only go up."), field="smallest_group")
    for name, value in asdict(changes).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.region = known_region(row.country, row.region)
    _check_bounds(row)
    _check_weights(row)
    row.save(update_fields=list(asdict(changes)))
    note_settings(
        actor=actor, area=SettingChange.Area.ORGANISATION,
        before=before, after=_settings_of(row), now=now,
    )  # fmt: skip
    return row


def _settings_of(row: Organisation) -> dict[str, str | int | bool]:
    values = {each.name: getattr(row, each.name) for each in fields(OrganisationInput)}
    return {
        name: value if isinstance(value, int | str) else f"{value:%H:%M}"
        for name, value in values.items()
    }


def _check_week(changes: OrganisationInput) -> None:
    check_weekdays(changes.working_weekdays, field="working_weekdays")
    if not changes.working_weekdays:
        raise RuleBroken(_("Choose at least one day."), field="working_weekdays")
    if changes.day_ends_at <= changes.day_starts_at:
        raise RuleBroken(_("The day ends after it starts."), field="day_ends_at")


def _check_weights(row: Organisation) -> None:
    """A threat that weighs less than a rude word is a slip of the pen."""
    for lighter, heavier in pairwise(WEIGHTS[:-1]):
        if getattr(row, heavier) < getattr(row, lighter):
            raise RuleBroken(_("Something heavier cannot weigh less."), field=heavier)


def _check_bounds(row: Organisation) -> None:
    others = {field.name for field in row._meta.fields} - set(NUMBERS)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise RuleBroken(messages[0], field=name) from None
