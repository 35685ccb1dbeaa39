"""What a measure rests on, which ones hold, and what the desk may know of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.codes.customer import Rung
from incidents.models import (
    Attachment,
    Customer,
    Evidence,
    HouseRules,
    Incident,
    Measure,
    MeasureGround,
    Objection,
    RelationReview,
)
from incidents.queries.panel import Panel
from people.models import Organisation, Team, User
from people.queries import advisers, line_of


@dataclass(frozen=True)
class RestsOn:
    """The reports under a measure, and what is missing for it to hold."""

    incidents: list[Incident]
    elsewhere: int
    unconfirmed: int
    cleared: int
    reporters: int
    has_evidence: bool

    @property
    def is_carried(self) -> bool:
        """More than one person's words: two reporters, or something beside the words."""
        return self.reporters >= 2 or self.has_evidence

    @property
    def has_fallen(self) -> bool:
        """None of the reports says anything about this customer any more."""
        return self.elsewhere + self.cleared >= len(self.incidents)


def rests_on(measure: Measure) -> RestsOn:
    """Return what carries a measure now; reports that moved or count no more carry nothing."""
    grounds = Incident.objects.filter(grounds__measure=measure)
    incidents = list(
        grounds.select_related("reported_by", "written_by").prefetch_related("witnesses__person")
    )
    held = grounds.held_against_customer().filter(customer_id=measure.customer_id)
    confirmed, cleared = held.confirmed(), held.cleared().count()
    return RestsOn(
        incidents=incidents,
        elsewhere=len(incidents) - held.count(),
        unconfirmed=held.count() - confirmed.count() - cleared,
        cleared=cleared,
        reporters=confirmed.order_by().values("reported_by").distinct().count(),
        has_evidence=confirmed.filter(_evidence()).exists(),
    )


def _evidence() -> Q:
    """A file, a recording that a second person listened to, or a manager who was there."""
    beside = Evidence.objects.filter(incident=OuterRef("pk")).filter(
        Q(kind__in=[Evidence.Kind.FILE, Evidence.Kind.MANAGER])
        | Q(kind=Evidence.Kind.RECORDING, checked_by__isnull=False)
    )
    files = Attachment.objects.filter(incident=OuterRef("pk"))
    return Q(Exists(beside)) | Q(Exists(files))


@dataclass(frozen=True)
class DeskNote:
    """The practical agreement of a measure in force, never the story."""

    text: str
    until: dt.date | None


def desk_notes(customer: Customer, day: dt.date) -> list[DeskNote]:
    """Return what the desk does because of measures in force."""
    found = customer.measures.in_force(day).exclude(desk_note="").order_by("starts_on", "pk")
    return [DeskNote(measure.desk_note, measure.ends_on) for measure in found]


def earlier_warnings(measure: Measure, day: dt.date) -> "QuerySet[Measure]":
    """Return what was taken for this customer before and can be named as the warning.

    Not an apology, not what was withdrawn, and no letter that said until when it counts.
    """
    told = measure.customer.measures.taken().exclude(pk=measure.pk).filter(starts_on__lte=day)
    is_over = Q(ended_at__isnull=False) | Q(ends_on__lt=day)
    only_letters = Q(kind__in=[Rung.EXPLANATION_LETTER, Rung.ORDER_TALK])
    told = told.exclude(_taken_back()).exclude(only_letters & is_over)
    return told.exclude(kind=Rung.APOLOGY).order_by("-starts_on", "-pk")


def _taken_back() -> Exists:
    """Measures that an objection took back."""
    withdrawn = Objection.objects.filter(outcome=Objection.Outcome.WITHDRAW)
    return Exists(withdrawn.filter(measure=OuterRef("pk")))


def who_decides(
    measure: Measure, now: dt.datetime, *, without: Iterable[User | None] = ()
) -> list[User]:
    """Return who leads the team and is not involved: managers, else deputies, else advisers."""
    reported = measure.grounds.values_list("incident__reported_by", "incident__written_by")
    involved = {key for row in reported for key in row} | {p.pk for p in without if p}
    line = line_of(measure.team, day=Organisation.current().day_of(now))
    for people in (line.managers, line.deputies, advisers()):
        free = [person for person in people if person.pk not in involved]
        if free:
            return free
    return []


def reports_for(user: User, incident: Incident) -> list[Incident]:
    """Return the reports about the same customer that somebody may rest a proposal on."""
    seen = Incident.objects.visible_to(user).held_against_customer()
    same = seen.filter(customer=incident.customer).select_related("team")
    return list(same.order_by("-occurred_on", "-pk")[:50])


@dataclass(frozen=True)
class Wanted:
    """Which measures a list asks for; empty means no matter."""

    state: str = ""
    kind: int | None = None
    team: int | None = None


STATES = ("undecided", "in_force", "ended", "refused")


def measures_listed(user: User, wanted: Wanted, day: dt.date) -> "QuerySet[Measure]":
    """Return the measures somebody may decide about or read, as the address asks."""
    found = Measure.objects.visible_to(user)
    if wanted.state == "undecided":
        found = found.undecided()
    elif wanted.state == "in_force":
        found = found.in_force(day)
    elif wanted.state == "ended":
        found = found.taken().exclude(pk__in=Measure.objects.in_force(day).values("pk"))
    elif wanted.state == "refused":
        found = found.filter(is_taken=False)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.team:
        found = found.filter(team_id=wanted.team)
    rows = found.select_related("customer__identity", "team", "proposed_by")
    return rows.distinct().order_by("-proposed_at", "-pk")


@dataclass(frozen=True)
class Rungs:
    """Where we stand with one customer: every step taken or waiting, oldest first."""

    steps: list[Measure]
    here: Measure | None
    next_review: dt.date | None
    reviews: list[RelationReview]


def ladder_of(customer: Customer, user: User, day: dt.date) -> Rungs:
    """Return the steps toward a customer that somebody may read, and the next look at them.

    What was taken back is no step any more.
    """
    seen = Measure.objects.visible_to(user).filter(customer=customer).exclude(is_taken=False)
    seen = seen.exclude(_taken_back())
    steps = sorted(
        seen.distinct(),
        key=lambda measure: (measure.starts_on or day, measure.pk),
    )
    in_force = [step for step in steps if step.is_in_force(day)]
    looks = [step.review_on for step in in_force if step.review_on and not step.is_looked_at]
    return Rungs(
        steps=steps,
        here=in_force[-1] if in_force else None,
        next_review=min(looks, default=None),
        reviews=list(customer.reviews.order_by("-opened_at")[:5]),
    )


def facts_of(measure: Measure) -> "QuerySet[MeasureGround]":
    """Return the dated facts, first to last."""
    return measure.grounds.select_related("incident__team").order_by("happened_on", "pk")


@dataclass(frozen=True)
class Steps:
    """What a report carries: evidence, measures, and why it no longer counts."""

    incident: Incident
    evidence: list[Evidence]
    measures: list[Measure]
    withdrawal: Objection | None
    is_own: bool
    can_propose: bool
    can_check: list[Evidence]
    today: dt.date


def steps_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show who leads what rests on the report; the reporter may propose, and reads a withdrawal."""
    is_own = incident.reported_by_id == user.pk
    leads = incident.is_led_by(user)
    if not (is_own or leads):
        return None
    seen = Measure.objects.visible_to(user).filter(grounds__incident=incident).distinct()
    beside = list(incident.evidence.select_related("added_by", "checked_by"))
    waiting = [e for e in beside if e.kind == Evidence.Kind.RECORDING and not e.checked_at]
    steps = Steps(
        incident=incident,
        evidence=beside,
        measures=list(seen) if leads else [m for m in seen if m.proposed_by_id == user.pk],
        withdrawal=_withdrawal(incident),
        is_own=is_own,
        can_propose=incident.customer_id is not None and incident.set_aside_at is None,
        can_check=[e for e in waiting if leads and e.added_by_id != user.pk],
        today=Organisation.current().day_of(now),
    )
    return Panel("incidents/_steps.html", steps)


def _withdrawal(incident: Incident) -> Objection | None:
    """Return the objection that took the report out of what counts about the customer."""
    if incident.set_aside_at is None:
        return None
    found = Objection.objects.filter(
        measure__grounds__incident=incident, outcome=Objection.Outcome.WITHDRAW
    )
    return found.order_by("-decided_at").first()


def rules_in_force(now: dt.datetime) -> HouseRules | None:
    """Return the version of the house rules that a decision names now."""
    return HouseRules.objects.in_force(now)


def teams_to_choose(user: User) -> "QuerySet[Team]":
    """Return the teams whose measures somebody can ask for."""
    teams = Team.objects.active()
    return teams if user.is_adviser else teams.filter(pk__in=user.led_team_ids)
