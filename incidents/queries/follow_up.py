"""The messages to the customer that belong to a report."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import FollowUp, Incident
from incidents.queries.panel import Panel
from people.models import User

# Sentences to begin with; every one leaves room to look into it first.
READY: "tuple[str | Promise, ...]" = (
    _("You told us that … We have looked into it. This is what we found: …"),
    _("This part was our mistake, and we are sorry for it. We put it right by …"),
    _("On this part we see it differently, because …"),
    _("We look into it, and come back on it by …"),
    _("Apart from this, we ask you to … when you are in contact with our colleagues."),
)


@dataclass(frozen=True)
class FollowUpPanel:
    """What stands beside a report: messages that were sent, or that rest."""

    incident: Incident
    follow_ups: list[FollowUp]
    now: dt.datetime

    @property
    def has_unsent(self) -> bool:
        return any(row.sent_at is None for row in self.follow_ups)


def panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show the messages to who leads the team or advises. One query."""
    if incident.reported_by_id == user.pk:
        return None
    found = FollowUp.objects.filter(incident=incident).select_related("sent_by")
    content = FollowUpPanel(incident=incident, follow_ups=list(found), now=now)
    return Panel("incidents/fairness/_follow_up_panel.html", content)
