"""What stands beside a report on its page, one panel for each corner of the facts."""

import datetime as dt
from collections.abc import Callable

from incidents.models import Incident
from incidents.queries import complaint, follow_up, next_steps
from incidents.queries.completed import completed_panel
from incidents.queries.files import files_panel
from incidents.queries.judgement import readings_panel
from incidents.queries.measures import steps_panel
from incidents.queries.panel import Panel
from incidents.queries.promises import promise_panel
from incidents.queries.remedies import remedy_panel
from incidents.queries.similar import similar_panel
from incidents.queries.takeovers import takeover_panel
from people.models import User

# Each corner answers with its panel, or with None when this reader has nothing to see there.
SOURCES: tuple[Callable[[User, Incident, dt.datetime], Panel | None], ...] = (
    next_steps.panel,
    complaint.panel,
    completed_panel,
    follow_up.panel,
    files_panel,
    readings_panel,
    steps_panel,
    promise_panel,
    remedy_panel,
    takeover_panel,
    similar_panel,
)


def panels_of(user: User, incident: Incident, now: dt.datetime) -> list[Panel]:
    """Return the panels a reader sees beside a report they may see."""
    return [found for source in SOURCES if (found := source(user, incident, now)) is not None]
