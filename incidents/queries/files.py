"""The files of a report."""

import datetime as dt

from incidents.models import Attachment, Incident
from incidents.queries.panel import Panel
from people.models import User


def files_of(user: User, incident: Incident) -> list[Attachment]:
    """Return the files of a report that somebody may see, in the order added."""
    return list(Attachment.objects.visible_to(user).filter(incident=incident))


def files_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show the files to everybody who sees the report; nothing where there are none."""
    files = files_of(user, incident)
    return Panel("incidents/_files_panel.html", files) if files else None
