"""What stands with a report on its page, one panel for each corner of the facts."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from incidents.models import Incident
from incidents.queries import complaint, follow_up, next_steps
from incidents.queries.completed import completed_panel
from incidents.queries.files import files_panel
from incidents.queries.judgement import readings_panel
from incidents.queries.measures import steps_panel
from incidents.queries.panel import Panel
from incidents.queries.people_panels import (
    involved_panel,
    message_panel,
    praise_panel,
    witness_panel,
)
from incidents.queries.procedure import procedure_panel
from incidents.queries.promises import promise_panel
from incidents.queries.remedies import remedy_panel
from incidents.queries.similar import similar_panel
from incidents.queries.takeovers import takeover_panel
from people.models import User

# Each corner answers with its panel, or with None when this reader has nothing to see there.
Source = Callable[[User, Incident, dt.datetime], Panel | None]

# Beside the story: what happened, who was there, and what is owed at once.
BESIDE: tuple[Source, ...] = (
    next_steps.panel,
    praise_panel,
    readings_panel,
    completed_panel,
    files_panel,
    takeover_panel,
    similar_panel,
    message_panel,
    witness_panel,
    involved_panel,
    procedure_panel,
)
# Below it: what the customer was promised and still needs.
CUSTOMER: tuple[Source, ...] = (
    complaint.panel,
    promise_panel,
    remedy_panel,
    follow_up.panel,
    steps_panel,
)


@dataclass(frozen=True)
class Panels:
    """The panels of one page, by their place."""

    beside: list[Panel]
    customer: list[Panel]


def panels_of(user: User, incident: Incident, now: dt.datetime) -> Panels:
    """Return the panels a reader sees with a report they may see."""

    def found(sources: Iterable[Source]) -> list[Panel]:
        return [panel for source in sources if (panel := source(user, incident, now)) is not None]

    return Panels(beside=found(BESIDE), customer=found(CUSTOMER))
