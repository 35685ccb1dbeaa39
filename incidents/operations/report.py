"""Taking in one report: from the form, from another system, from a register."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import (
    BEHAVIOUR_BY_KEY,
    CHANNEL_BY_KEY,
    COMPLAINT_VALID_BY_KEY,
    Severity,
)
from incidents.models import Draft, HelpCall, Incident, Narrative, Procedure, Product
from incidents.operations import rules
from incidents.operations.announce import announce
from incidents.operations.completing import Details, detail_problems, set_details, write_rows
from incidents.operations.customer import find_or_make_customer
from incidents.operations.due import answer_due, zone_of
from incidents.operations.help.takeover import link_call
from incidents.operations.next_steps import owe_next_steps
from incidents.operations.rules import ReportRefused
from incidents.severity import severity_of
from people.errors import RuleBroken
from people.ids import uuid7
from people.models import IdempotencyKey, Organisation, Team, User
from people.queries import private_advisers


class KeyReused(RuleBroken):
    """Another report was sent under this key before."""


@dataclass(frozen=True)
class SubmitKey:
    """Whose key it is and which; an empty hash means that the body does not matter."""

    scope: str
    key: str
    body_hash: str = ""


@dataclass(frozen=True)
class Wish:
    """When and by whom the person would like to be asked; all empty leaves it to the preset.

    Nobody wishes for another: what is written for a colleague leaves it to them.
    """

    when: str = ""
    at: dt.datetime | None = None
    with_whom: str = ""
    buddy: User | None = None


@dataclass(frozen=True, kw_only=True)
class ReportInput:
    """What was told, with code keys for the lists."""

    occurred_at: dt.datetime
    is_hour_known: bool = True
    team: Team
    reported_by: User
    channel: str
    behaviours: tuple[str, ...]
    reading: int | None = None
    product: Product | None = None
    customer_ref: str = ""
    narrative: str = ""
    wish: Wish = field(default_factory=Wish)
    complaint_valid: str = ""
    help_call: HelpCall | None = None
    said: str = ""
    details: Details = field(default_factory=Details)
    is_anonymous: bool = False


@transaction.atomic
def report_incident(
    *,
    actor: User | None,
    report: ReportInput,
    key: SubmitKey | None = None,
    source: Incident.Source = Incident.Source.FORM,
    is_history: bool = False,
    import_key: str | None = None,
    now: dt.datetime,
) -> Incident:
    """Keep one report; the same key gives the first report again.

    `actor` is None when another system or the import speaks for the reporter; another actor than
    the reporter writes for a colleague. History plans no care and owes nothing.

    Checks: the key (KeyReused on another body), then the rules (ReportRefused). Writes: the key,
    the customer when new, the report, the words, the tie to a call for help, the next steps owed.
    Deletes the draft it came from. Signals, notices: those of `announce`, unless it is history.
    """
    public_id = _new_id(report)
    first = _first_under(key, public_id, now) if key is not None else None
    if first is not None:
        return first
    _check(report, actor, source=source, is_history=is_history, now=now)
    house = Organisation.current()
    incident = header_of(report, source=source, organisation=house, now=now)
    incident.public_id, incident.import_key = public_id, import_key
    incident.customer = find_or_make_customer(reference=report.customer_ref, now=now)
    _set_what_holds(incident, actor, is_history=is_history)
    incident.save(force_insert=True)
    _tie(report, incident, now)
    _keep_words(incident, report, now)
    write_rows(incident, report.details)
    if actor is not None and source == Incident.Source.FORM:
        _drop_draft(actor, key)
    if not is_history:
        owe_next_steps(incident=incident, organisation=house, now=now)
        announce(incident=incident, now=now)
    return incident


def _drop_draft(actor: User, key: SubmitKey | None) -> None:
    """Delete the draft of this report; a draft of another one stays, as one from offline may."""
    drafts = Draft.objects.filter(user=actor)
    if key is not None:
        drafts = drafts.filter(Q(data__key=[key.key]) | Q(data__key__isnull=True))
    drafts.delete()


def _set_what_holds(incident: Incident, actor: User | None, *, is_history: bool) -> None:
    """Keep the steps in force at the moment; what was written for a colleague waits for them.

    History owes no answer and knows no steps.
    """
    if is_history:
        incident.answer_due_at = None
        return
    incident.procedure = Procedure.objects.for_channel(incident.channel, incident.occurred_at)
    if actor not in {None, incident.reported_by}:
        incident.written_by, incident.confirmed_at = actor, None
        incident.wish_when, incident.wish_at, incident.wish_with = "", None, ""
        incident.wish_buddy = None
        incident.prepared = ""  # only they know


def _check(
    report: ReportInput,
    actor: User | None,
    *,
    source: Incident.Source,
    is_history: bool,
    now: dt.datetime,
) -> None:
    problems = refusals(report, actor=actor, source=source, is_history=is_history, now=now)
    if problems:
        raise ReportRefused(problems)


def _tie(report: ReportInput, incident: Incident, now: dt.datetime) -> None:
    """Tie the call for help that this report is made of."""
    if report.help_call is not None and not report.is_anonymous:
        link_call(actor=report.reported_by, call=report.help_call, incident=incident, now=now)


def _new_id(report: ReportInput) -> uuid.UUID:
    """The usual ids tell the moment they were made; what is anonymous keeps that to itself."""
    return uuid.uuid4() if report.is_anonymous else uuid7()


def refusals(
    report: ReportInput,
    *,
    actor: User | None = None,
    source: Incident.Source,
    is_history: bool,
    now: dt.datetime,
) -> list[RuleBroken]:
    """Return every rule that the report breaks, in the order of the form."""
    is_form = source == Incident.Source.FORM
    wish = report.wish
    checks: list[Callable[[], None]] = [
        lambda: rules.check_behaviours(report.behaviours),
        lambda: rules.check_reading(report.reading, is_needed=is_form),
        lambda: rules.check_occurred_at(report.occurred_at, now),
        lambda: _check_team(report, is_form=is_form, is_history=is_history),
        lambda: _check_reporter(report, is_history=is_history),
        lambda: _check_anonymous(report, actor, now),
        lambda: rules.check_channel(report.channel),
        lambda: rules.check_wish(wish.when, wish.with_whom),
        lambda: rules.check_wish_at(wish.when, wish.at, now),
        lambda: rules.check_buddy(wish.with_whom, wish.buddy, report.reported_by, now),
        lambda: rules.check_reference(report.customer_ref),
        lambda: rules.check_words(report.narrative),
        lambda: rules.check_words(report.said, "said"),
        lambda: rules.check_complaint(report.complaint_valid),
    ]
    found = [problem for check in checks if (problem := _problem_of(check)) is not None]
    return found + detail_problems(report.details, behaviours=report.behaviours, now=now)


def first_under(key: SubmitKey) -> Incident | None:
    """Return the report that was sent under a key before, without making one."""
    row = IdempotencyKey.objects.filter(scope=key.scope, key=key.key).first()
    return None if row is None else _incident_of(row, key)


def _first_under(key: SubmitKey, public_id: uuid.UUID, now: dt.datetime) -> Incident | None:
    """Claim the key; when somebody has it, wait for them and return their report.

    The insert waits for a transaction that is using the same key: it then either meets the row
    or, when that transaction failed, takes its place.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_idempotencykey (scope, key, body_hash, response, created_at)"
            " VALUES (%s, %s, %s, jsonb_build_object('id', %s::text), %s)"
            " ON CONFLICT (scope, key) DO NOTHING RETURNING id",
            [key.scope, key.key, key.body_hash, str(public_id), now],
        )
        is_ours = cursor.fetchone() is not None
    return None if is_ours else first_under(key)


def _incident_of(row: IdempotencyKey, key: SubmitKey) -> Incident:
    if key.body_hash and row.body_hash != key.body_hash:
        raise KeyReused(_("Another report was sent under this key."), field="Idempotency-Key")
    return Incident.objects.get(public_id=row.response["id"])


def _problem_of(check: Callable[[], None]) -> RuleBroken | None:
    try:
        check()
    except RuleBroken as problem:
        return problem
    return None


def _check_team(report: ReportInput, *, is_form: bool, is_history: bool) -> None:
    if report.team.closed_on is not None and not is_history:
        raise RuleBroken(rules.UNKNOWN_TEAM, field="team")
    if is_form and report.team.pk not in report.reported_by.team_ids:
        raise RuleBroken(rules.NOT_YOUR_TEAM, field="team")


def _check_reporter(report: ReportInput, *, is_history: bool) -> None:
    if not report.reported_by.is_active and not is_history:
        raise RuleBroken(rules.UNKNOWN_PERSON, field="reported_by")


def _check_anonymous(report: ReportInput, actor: User | None, now: dt.datetime) -> None:
    """Somebody must be there to hold the name, and only one's own name can be kept."""
    if not report.is_anonymous:
        return
    if actor is not None and actor != report.reported_by:
        raise RuleBroken(rules.NOT_FOR_ANOTHER, field="is_anonymous")
    if not private_advisers(report.reported_by, report.team, timezone.localdate(now)):
        raise RuleBroken(rules.NO_ADVISER, field="is_anonymous")


def header_of(
    report: ReportInput, *, source: Incident.Source, organisation: Organisation, now: dt.datetime
) -> Incident:
    """Return the unsaved header, with what is computed from what was told."""
    numbers = sorted({BEHAVIOUR_BY_KEY[key].number for key in report.behaviours})
    complaint = COMPLAINT_VALID_BY_KEY.get(report.complaint_valid)
    incident = Incident(
        reported_by=report.reported_by,
        team=report.team,
        site=report.team.site,
        product=report.product,
        channel=CHANNEL_BY_KEY[report.channel].number,
        behaviours=numbers,
        severity=severity_of(numbers),
        reading=report.reading,
        complaint_valid=complaint.number if complaint else None,
        occurred_at=report.occurred_at,
        reported_at=now,
        confirmed_at=now,
        is_anonymous=report.is_anonymous,
        source=source,
        wish_when=report.wish.when,
        wish_at=report.wish.at,
        wish_with=report.wish.with_whom,
        wish_buddy=report.wish.buddy,
    )
    set_details(incident, report.details)
    _set_clocks(incident, organisation, now)
    if not report.is_hour_known:
        incident.local_hour = None
    return incident


def _set_clocks(incident: Incident, organisation: Organisation, now: dt.datetime) -> None:
    """Set the local day and hour of the place, and by when the reporter is owed an answer."""
    zone = zone_of(incident, organisation)
    local = incident.occurred_at.astimezone(zone)
    incident.occurred_on, incident.local_hour = local.date(), local.hour
    if incident.severity != Severity.HEATED:
        incident.answer_due_at = answer_due(incident, now, organisation)


def _keep_words(incident: Incident, report: ReportInput, now: dt.datetime) -> None:
    for part, told in (
        (Narrative.Part.STORY, report.narrative),
        (Narrative.Part.SAID, report.said),
    ):
        words = words_of(incident, told, now, part)
        if words:
            words.save(force_insert=True)


def words_of(
    incident: Incident,
    words: str,
    now: dt.datetime,
    part: Narrative.Part = Narrative.Part.STORY,
) -> Narrative | None:
    """Return the unsaved words of the reporter; None where there are none."""
    if not words.strip():
        return None
    return Narrative(
        incident=incident,
        part=part,
        written_by=incident.written_by or incident.reported_by,
        written_at=now,
        body=words.strip(),
    )
