"""Access to what is added to a report: the files and the judgement."""

from typing import Any

from incidents.operations import add_attachment
from people.queries import database_now
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World
from tests.incidents.pictures import png

ACTS_FOR_TEAM = LEADERS | {"adviser"}
REPORTER = frozenset({"reporter"})
SEES_REPORT = ACTS_FOR_TEAM | {"reporter"}


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _file(world: World) -> dict[str, Any]:
    incident, now = world.incident, database_now()
    incident.attachments.all().delete()
    file = add_attachment(
        actor=incident.reported_by, incident=incident, name="a.png", data=png(), now=now
    )
    return {"public_id": file.public_id}


DETAILS = {
    "incidents:attachment": Row(get=Cell(ok=SEES_REPORT), at=_file),
    "incidents:attachment_removal": Row(
        get=Cell(ok=REPORTER, special=dict.fromkeys(ACTS_FOR_TEAM, 403)),
        post=Cell(ok=REPORTER, status=302, special=dict.fromkeys(ACTS_FOR_TEAM, 403)),
        at=_file,
    ),
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
