"""Whether the complaint was right, by whose reading, and what the customer still needs."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.models import Complaint, Customer, Incident, Judgement
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind, team_and_day
from people.models import Membership, User

# The complaint was ours to answer for: valid or partly.
IS_RIGHT = frozenset(COMPLAINT_VALID_BY_KEY[key].number for key in ("valid", "partly"))


def latest_judgement(incident: Incident) -> Judgement | None:
    """Return the reading of who leads the team or advises; the latest one counts."""
    found = Judgement.objects.filter(incident=incident).select_related("judged_by")
    return found.order_by("-judged_at", "-id").first()


def complaint_of(incident: Incident) -> Complaint | None:
    """Return the record of what the customer still needs, open or settled."""
    found = Complaint.objects.filter(incident=incident)
    return found.select_related("owner", "closed_by", "incident").first()


@dataclass(frozen=True)
class ComplaintPanel:
    """What stands beside a report: what the customer still needs."""

    incident: Incident
    complaint: Complaint | None
    is_late: bool
    can_open: bool


def panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show the record to everybody who may read the report. One query."""
    complaint = complaint_of(incident)
    content = ComplaintPanel(
        incident=incident,
        complaint=complaint,
        is_late=is_late(complaint, now),
        can_open=complaint is None and incident.reported_by_id != user.pk,
    )
    return Panel("incidents/fairness/_complaint_panel.html", content)


def is_late(complaint: Complaint | None, now: dt.datetime) -> bool:
    """Say whether an open complaint should have been settled before today."""
    if complaint is None or complaint.closed_at is not None or complaint.due_on is None:
        return False
    return complaint.due_on < timezone.localdate(now)


def end_of(day: dt.date) -> dt.datetime:
    """Return the last minute of a day where the reader is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))


def tasks(user: User, now: dt.datetime) -> list[Task]:
    """Ask the owner to settle, and who leads the team to find an owner. One query."""
    found = Complaint.objects.visible_to(user).open().select_related("incident__team")
    return [
        Task(
            TaskKind.COMPLAINT,
            complaint.get_absolute_url(),
            due_at=end_of(complaint.due_on) if complaint.due_on else complaint.opened_at,
            about=team_and_day(complaint.incident),
            team=complaint.incident.team_id,
        )
        for complaint in found
        if complaint.owner_id == user.pk or _waits_for_owner(complaint, user)
    ]


def complaints_of(customer: Customer, user: User) -> "QuerySet[Complaint]":
    """Return the open complaints of a customer and their contact persons, soonest first."""
    about = Q(incident__customer=customer) | Q(incident__customer__organisation=customer)
    seen = Complaint.objects.visible_to(user).open().filter(about)
    return seen.select_related("owner").order_by(F("due_on").asc(nulls_first=True), "pk")


def _waits_for_owner(complaint: Complaint, user: User) -> bool:
    leads = complaint.incident.team_id in user.led_team_ids
    return complaint.owner_id is None and leads and complaint.incident.reported_by_id != user.pk


def owners_for(user: User, incident: Incident, complaint: Complaint | None) -> "QuerySet[User]":
    """Return who can see to it: the team, the teams the reader leads, the reader, the owner."""
    teams = {incident.team_id, *user.led_team_ids}
    working = Membership.objects.on(timezone.localdate()).filter(team_id__in=teams)
    known = {user.pk, complaint.owner_id if complaint else None}
    chosen = Q(pk__in=working.values("user")) | Q(pk__in=known - {None})
    return User.objects.active().filter(chosen).order_by("name", "pk")
