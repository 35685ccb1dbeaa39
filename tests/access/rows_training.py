"""Access to training: what a reporter felt prepared for, courses, the quiz and the figures."""

from typing import Any

from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World
from tests.factories import CourseFactory

ACTS_FOR_TEAM = LEADERS | {"adviser"}
REPORTER = frozenset({"reporter"})


LEADS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
HR = frozenset({"hr"})
EDITS = frozenset({"hr", "admin"})


def _course(world: World) -> dict[str, Any]:
    return {"public_id": CourseFactory.create().public_id}


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
    "wellbeing:courses": Row(get=Cell()),
    "wellbeing:course_new": Row(
        get=Cell(ok=EDITS, refused=403), post=Cell(ok=EDITS, refused=403, status=422)
    ),
    "wellbeing:course": Row(
        get=Cell(ok=EDITS, refused=403),
        post=Cell(ok=EDITS, refused=403, status=422),
        at=_course,
    ),
    "wellbeing:attendances": Row(
        get=Cell(ok=LEADS, refused=403),
        post=Cell(ok=LEADS, refused=403, status=422),
        at=_course,
    ),
    "wellbeing:attendance_import": Row(
        get=Cell(ok=EDITS, refused=403), post=Cell(ok=EDITS, refused=403, status=422)
    ),
    "wellbeing:imported_attendances": Row(post=Cell(ok=EDITS, refused=403, status=302)),
    "wellbeing:quiz": Row(
        get=Cell(), post=Cell(data={"answer": "0"}), at=lambda world: {"number": 1}
    ),
    "reports:training_late": Row(get=Cell(ok=HR)),
    "reports:training_effect": Row(get=Cell(ok=HR)),
    "reports:training_late_table": Row(get=Cell(ok=HR)),
    "reports:training_effect_table": Row(get=Cell(ok=HR)),
    "wellbeing:quiz_visit": Row(post=Cell(status=302)),
}
