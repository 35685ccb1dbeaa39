"""Access to what is added to a report: the judgement."""

from typing import Any

from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

ACTS_FOR_TEAM = LEADERS | {"adviser"}
SEES_REPORT = ACTS_FOR_TEAM | {"reporter"}


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


DETAILS = {
    "incidents:judgement": Row(
        get=Cell(ok=ACTS_FOR_TEAM, special={"reporter": 403}, shows={"narrative": ACTS_FOR_TEAM}),
        post=Cell(
            ok=ACTS_FOR_TEAM,
            status=422,
            special={"reporter": 403},
            shows={"narrative": ACTS_FOR_TEAM},
        ),
        at=_incident,
    ),
}
