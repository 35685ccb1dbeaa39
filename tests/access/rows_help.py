"""Access to calls for help, to stepping in, and to what is asked about it."""

from typing import Any

from incidents.models import HelpCall, Takeover
from people.queries import database_now
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import MARKS, World

REPORTER = frozenset({"reporter"})
MANAGER = frozenset({"manager"})
ALL_MANAGERS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
RUNG = ALL_MANAGERS | {"adviser"}
TEAM = REPORTER | LEADERS


def _call(world: World) -> dict[str, Any]:
    """Ana asks for help; nobody has come yet."""
    call, _is_new = HelpCall.objects.get_or_create(
        raised_by=world.cast.ana,
        withdrawn_at=None,
        ended_at=None,
        defaults={
            "team": world.cast.north,
            "key": "world",
            "place": MARKS["place"],
            "raised_at": database_now(),
        },
    )
    return {"public_id": call.public_id}


def _accepted(world: World) -> dict[str, Any]:
    """Max has come to Ana's call."""
    found = _call(world)
    call = HelpCall.objects.get(**found)
    if call.accepted_by is None:
        call.accepted_by, call.accepted_at = world.cast.max, call.raised_at
        call.save()
        Takeover.objects.create(
            call=call,
            team=call.team,
            kind="join",
            person=world.cast.ana,
            taken_by=world.cast.max,
            taken_at=call.raised_at,
        )
    return found


def _takeover(world: World) -> dict[str, Any]:
    """Max has stepped in for Ana."""
    takeover, _is_new = Takeover.objects.get_or_create(
        person=world.cast.ana,
        taken_by=world.cast.max,
        call=None,
        defaults={"team": world.cast.north, "kind": "join", "taken_at": database_now()},
    )
    return {"public_id": takeover.public_id}


def _by_caller(**data: str) -> Row:
    return Row(
        post=Cell(ok=REPORTER, status=302, data=data, special=dict.fromkeys(LEADERS, 403)), at=_call
    )


def _by_leaders(**data: str) -> Row:
    return Row(post=Cell(ok=LEADERS, status=302, data=data, special={"reporter": 403}), at=_call)


HELP = {
    "incidents:help_new": Row(post=Cell(status=302)),
    "incidents:help_poll": Row(get=Cell(status=204)),
    "incidents:help_calls": Row(get=Cell(ok=RUNG, refused=403)),
    "incidents:help_record": Row(get=Cell(ok=ALL_MANAGERS, refused=403)),
    "incidents:help_call": Row(get=Cell(ok=TEAM, shows={"place": TEAM}), at=_call),
    "incidents:help_reason": Row(
        post=Cell(
            ok=REPORTER,
            status=422,
            data={"wanted": "shout"},
            special=dict.fromkeys(LEADERS, 403),
            shows={"place": REPORTER},
        ),
        at=_call,
    ),
    "incidents:help_end": _by_caller(),
    "incidents:help_still": _by_caller(),
    "incidents:help_again": _by_caller(),
    "incidents:help_acceptance": _by_leaders(kind="join"),
    "incidents:help_pass": _by_leaders(),
    "incidents:help_takeover": Row(
        post=Cell(
            ok=MANAGER,
            status=422,
            special={"reporter": 403, "deputy": 403},
            shows={"place": MANAGER},
        ),
        at=_accepted,
    ),
    "incidents:report_takeover": Row(
        get=Cell(ok=LEADERS, special={"reporter": 403, "adviser": 403}),
        post=Cell(ok=LEADERS, status=422, special={"reporter": 403, "adviser": 403}),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
    "incidents:felt_backed": Row(
        get=Cell(ok=REPORTER, special=dict.fromkeys(LEADERS, 403)),
        post=Cell(ok=REPORTER, status=422, special=dict.fromkeys(LEADERS, 403)),
        at=_takeover,
    ),
    "incidents:duty": Row(post=Cell(ok=RUNG, refused=403, status=302, data={"duty": "off"})),
}
