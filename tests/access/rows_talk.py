"""Rows of what a talk leaves behind: corrections, and who takes which customer."""

from typing import Any

from incidents.models import AssignmentNote
from tests.access.cells import Cell, Row
from tests.access.world import World
from wellbeing.models import AgreedSupport, CheckIn, StandingAlert

REPORTER = frozenset({"reporter"})
HOLDER = frozenset({"manager"})
# Who works in the team of the person, or leads it: they read of the note.
NEAR = frozenset({"colleague", "manager", "deputy"})
PLANNERS = frozenset({"manager", "deputy"})


def _support(world: World) -> dict[str, Any]:
    return {"public_id": AgreedSupport.objects.get().public_id}


def _planned(world: World) -> dict[str, Any]:
    return {"public_id": world.planned.public_id}


def _held(world: World) -> dict[str, Any]:
    CheckIn.objects.filter(pk=world.held.pk).update(repeat_ready="not_now")
    return {"public_id": world.held.public_id}


def _assignment(world: World) -> dict[str, Any]:
    return {"public_id": AssignmentNote.objects.get().public_id}


def _standing(world: World) -> dict[str, Any]:
    """An alert that outlived the care it belonged to; the manager was to make the contact."""
    at = world.planned.created_at
    CheckIn.objects.filter(pk=world.planned.pk).update(alert_at=at, cancelled_at=at)
    alert, _ = StandingAlert.objects.get_or_create(checkin=world.planned)
    return {"public_id": alert.public_id}


_TO_MANAGER = dict.fromkeys(HOLDER, 403)
_TO_NEAR = dict.fromkeys(NEAR, 403)
PREPARES = {"narrative": HOLDER, "support": HOLDER}
_BESIDE = {"note": REPORTER}

TALK = {
    "wellbeing:checkin": Row(
        get=Cell(ok=REPORTER | HOLDER, shows=PREPARES),
        post=Cell(ok=HOLDER, status=422, special={"reporter": 403}, shows=PREPARES),
        at=_planned,
    ),
    "wellbeing:alert": Row(get=Cell(ok=HOLDER), post=Cell(ok=HOLDER, status=302), at=_standing),
    "wellbeing:time": Row(
        post=Cell(ok=REPORTER | HOLDER, status=422, data={"at": ""}, shows=PREPARES), at=_planned
    ),
    "wellbeing:report_times": Row(post=Cell(special={"anonymous": 204})),
    "wellbeing:shift_end": Row(
        get=Cell(status=302), post=Cell(status=302, data={"ends_at": "16:00"})
    ),
    "wellbeing:wish_times": Row(post=Cell(status=422)),
    "wellbeing:checkin_times": Row(
        post=Cell(ok=REPORTER, data={"when": "soon"}, special=_TO_MANAGER), at=_planned
    ),
    "wellbeing:support": Row(
        get=Cell(ok=REPORTER, special=_TO_MANAGER, shows={"support": REPORTER}),
        post=Cell(ok=REPORTER, status=422, special=_TO_MANAGER),
        at=_support,
    ),
    "wellbeing:support_completion": Row(post=Cell(ok=REPORTER | HOLDER, status=302), at=_support),
    "wellbeing:support_withdrawal": Row(
        post=Cell(ok=REPORTER, status=302, special=_TO_MANAGER), at=_support
    ),
    "wellbeing:note_correction": Row(
        get=Cell(ok=REPORTER, special=_TO_MANAGER, shows=_BESIDE),
        post=Cell(ok=REPORTER, status=422, special=_TO_MANAGER, shows=_BESIDE),
        at=_held,
    ),
    "wellbeing:away": Row(
        get=Cell(ok=REPORTER, special=_TO_MANAGER),
        post=Cell(ok=REPORTER, status=422, special=_TO_MANAGER),
        at=_held,
    ),
    "incidents:assignments": Row(get=Cell(shows={"reference": REPORTER | PLANNERS})),
    "incidents:assignment": Row(
        post=Cell(ok=REPORTER, status=422, special=_TO_NEAR, shows={"reference": REPORTER}),
        at=_assignment,
    ),
    "incidents:assignment_end": Row(
        post=Cell(ok=REPORTER, status=302, special=_TO_NEAR), at=_assignment
    ),
}
