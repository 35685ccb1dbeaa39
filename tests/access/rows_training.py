"""Access to training: what a reporter felt prepared for, courses, the quiz and the figures."""

from typing import Any

from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

ACTS_FOR_TEAM = LEADERS | {"adviser"}
REPORTER = frozenset({"reporter"})


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


TRAINING = {
    "incidents:preparedness": Row(
        post=Cell(
            ok=REPORTER,
            status=302,
            data={"prepared": "no"},
            special=dict.fromkeys(ACTS_FOR_TEAM, 403),
        ),
        at=_incident,
    ),
}
