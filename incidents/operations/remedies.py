"""What is given to make good: within a limit at once, above it after a yes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FAULT_SIDES, REMEDIES, REMEDY_BY_KEY, Remediable
from incidents.models import Event, Incident, Remedy, RemedyRule
from incidents.models.promise import role_in
from incidents.operations import rules
from incidents.operations.timeline import note_event
from incidents.permissions import may_decide_remedy, may_give, may_set_remedies
from incidents.queries.remedies import deciders_of, limits_for
from people.errors import RuleBroken
from people.models import Notice, SettingChange, User
from people.operations import note_settings, notify

NOTE_MAX = 200
MOST = Decimal("9999999.99")
CENT = Decimal("0.01")
KEYS = {word.number: word.key for word in REMEDIES}
FREE = frozenset({"apology"})  # everything else is worth something


@dataclass(frozen=True)
class RemedyInput:
    """What is given: a key of the list, its value, whose fault it makes good."""

    kind: str
    value: Decimal | None = None
    fault_side: str = ""
    note: str = ""


@transaction.atomic
def give_remedy(
    *, actor: User, incident: Incident, remedy: RemedyInput, now: dt.datetime
) -> Remedy:
    """Give something to make good, or ask for it above one's own limit.

    The limit holds for all that one person gives of one kind after one report; the same thing
    twice within a minute is one.

    Checks: the actor works on the report; kind, value and whose fault it was; above the limit
    there is somebody who can answer. Writes: the remedy, granted or waiting, and a line on the
    timeline. Sends: above the limit a notice to those who can answer.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_give(actor, incident):
        raise RuleBroken(_("Only the reporter and who leads the team give something here."))
    value = _checked(remedy)
    kind = REMEDY_BY_KEY[remedy.kind].number
    limit = limits_for(role_in(actor, incident.team_id)).get(kind)
    row = Remedy(
        incident=incident,
        product_id=incident.product_id,
        kind=kind,
        value=value,
        fault_side=remedy.fault_side,
        note=" ".join(remedy.note.split()),
        asked_by=actor,
        asked_at=now,
    )
    same = _given_just_now(row, now)
    if same is not None:
        return same
    if limit is not None and value + _given_before(row) <= limit:
        return _grant_own(row, now)
    return _ask(row, now)


@transaction.atomic
def decide_remedy(
    *, actor: User, remedy: Remedy, is_granted: bool | None, reason: str, now: dt.datetime
) -> Remedy:
    """Answer a request above somebody's limit.

    Checks: the actor may give as much, or is the level it went up to, and never asked for it
    themself; it waits for an answer; a refusal says why. Writes: the answer, a line on the
    timeline. Sends: a notice to who asked.
    """
    row = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    deputy_limit = limits_for(Remediable.DEPUTY).get(row.kind)
    if row.decided_at is not None:
        raise RuleBroken(_("This was answered before."))
    if not may_decide_remedy(actor, row, deputy_limit):
        raise RuleBroken(_("Somebody else answers this."))
    if is_granted is None:
        raise RuleBroken(_("Choose yes or no."), field="is_granted")
    reason = " ".join(reason.split())
    if not is_granted and not reason:
        raise RuleBroken(_("Say why not, so that it can be told to the customer."), field="reason")
    if len(reason) > NOTE_MAX:
        raise RuleBroken(_("This is too long: 200 characters at most."), field="reason")
    row.is_granted, row.reason = is_granted, reason
    row.decided_by, row.decided_at = actor, now
    row.save(update_fields=["is_granted", "reason", "decided_by", "decided_at"])
    kind = Event.Kind.REMEDY_GIVEN if is_granted else Event.Kind.REMEDY_REFUSED
    _note(row, kind, actor, now)
    notify(
        recipient=row.asked_by,
        kind=Notice.Kind.DECIDED,
        path=row.get_absolute_url(),
        key=f"remedy:{row.pk}:decided",
        now=now,
    )
    return row


@transaction.atomic
def set_remedy_rules(
    *, actor: User, limits: Mapping[tuple[int, str], Decimal | None], now: dt.datetime
) -> list[RemedyRule]:
    """Set what each role may give without asking; None means that it is always asked.

    Checks: the actor is HR; kinds and roles exist; values are not below nothing. Writes: the
    rules that changed, with who set them, and a dated line for each.
    """
    if not may_set_remedies(actor):
        raise RuleBroken(_("HR sets what may be given."))
    numbers = {word.number for word in REMEDIES}
    before = {(rule.kind, rule.role): rule for rule in RemedyRule.objects.select_for_update()}
    for (kind, role), limit in limits.items():
        if kind not in numbers or role not in list(Remediable):
            raise RuleBroken(_("This is not in the list."))
        if limit is not None and not 0 <= limit <= MOST:
            raise RuleBroken(_("Write an amount of nothing or more."), field=f"{role}_{kind}")
    was = {_rule_name(*place): str(rule.limit) for place, rule in before.items()}
    for (kind, role), limit in limits.items():
        _set_rule(before.get((kind, role)), kind, role, limit, actor, now)
    found = list(RemedyRule.objects.all())
    after = {_rule_name(rule.kind, rule.role): str(rule.limit) for rule in found}
    area = SettingChange.Area.REMEDIES
    note_settings(actor=actor, area=area, before=was, after=after, now=now)
    return found


def _rule_name(kind: int, role: str) -> str:
    return f"{role}.{KEYS[kind]}"


def _set_rule(
    rule: RemedyRule | None,
    kind: int,
    role: str,
    limit: Decimal | None,
    actor: User,
    now: dt.datetime,
) -> None:
    if limit is None:
        if rule is not None:
            rule.delete()
    elif rule is None:
        RemedyRule.objects.create(kind=kind, role=role, limit=limit, set_by=actor, set_at=now)
    elif rule.limit != limit:
        rule.limit, rule.set_by, rule.set_at = limit, actor, now
        rule.save(update_fields=["limit", "set_by", "set_at"])


def _checked(remedy: RemedyInput) -> Decimal:
    if remedy.kind not in REMEDY_BY_KEY:
        raise RuleBroken(_("Choose what is given."), field="kind")
    if remedy.fault_side not in FAULT_SIDES:
        raise RuleBroken(_("Say whose fault it was, or nobody’s."), field="fault_side")
    value = (remedy.value or Decimal(0)).quantize(CENT)
    if not 0 <= value <= MOST:
        raise RuleBroken(_("Write an amount of nothing or more."), field="value")
    if not value and remedy.kind not in FREE:
        raise RuleBroken(_("Write what it is worth, in euros."), field="value")
    if len(remedy.note) > NOTE_MAX:
        raise RuleBroken(_("This is too long: 200 characters at most."), field="note")
    return value


def _given_just_now(row: Remedy, now: dt.datetime) -> Remedy | None:
    same = Remedy.objects.filter(
        incident=row.incident,
        asked_by=row.asked_by,
        kind=row.kind,
        value=row.value,
        fault_side=row.fault_side,
        note=row.note,
        asked_at__gt=now - rules.DOUBLE_TAP,
    )
    return same.first()


def _given_before(row: Remedy) -> Decimal:
    own = Remedy.objects.given().filter(
        incident=row.incident, kind=row.kind, asked_by=row.asked_by, decided_by=row.asked_by
    )
    total: Decimal | None = own.aggregate(total=Sum("value"))["total"]
    return total or Decimal(0)


def _grant_own(row: Remedy, now: dt.datetime) -> Remedy:
    row.is_granted, row.decided_by, row.decided_at = True, row.asked_by, now
    row.save(force_insert=True)
    _note(row, Event.Kind.REMEDY_GIVEN, row.asked_by, now)
    return row


def _ask(row: Remedy, now: dt.datetime) -> Remedy:
    team = row.incident.team
    people, is_higher = deciders_of(
        team, row.asked_by, row.kind, row.value, timezone.localdate(now)
    )
    if not people:
        raise RuleBroken(
            _("This is above your limit and nobody above you can answer. Ask HR for more room."),
            field="value",
        )
    row.is_for_next_level = is_higher
    row.save(force_insert=True)
    _note(row, Event.Kind.REMEDY_ASKED, row.asked_by, now)
    for person in people:
        notify(
            recipient=person,
            kind=Notice.Kind.DECISION,
            path=row.get_absolute_url(),
            key=f"remedy:{row.pk}:{person.pk}",
            now=now,
        )
    return row


def _note(row: Remedy, kind: Event.Kind, actor: User, now: dt.datetime) -> None:
    note_event(incident=row.incident, kind=kind, actor=actor, now=now, about=str(row.public_id))
