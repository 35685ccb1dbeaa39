"""Rows of the practice library: from a report to a scenario, and sessions."""

from typing import Any

from django.utils import timezone

from people.models import User
from tests.access.cells import IN_A_TEAM, STAFF_LIKE, Cell, Row
from tests.access.world import MARKS, World
from tests.factories import ScenarioFactory
from wellbeing.models import PracticeSession, Scenario, ScenarioConsent, ScenarioText

REPORTER = frozenset({"reporter"})
ASKER = frozenset({"manager"})
LOOKER = frozenset({"adviser"})
PAIR = REPORTER | ASKER
ACTS = frozenset({"manager", "deputy", "adviser"})
IN_THE_TEAM = frozenset({"reporter", "colleague", "manager", "deputy"})


def _scenario(world: World) -> dict[str, Any]:
    return {"public_id": ScenarioFactory.create().public_id}


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _consent(world: World, scenario: Scenario | None = None) -> ScenarioConsent:
    """Max asked Ana, who said yes."""
    at = world.incident.reported_at
    consent, _is_new = ScenarioConsent.objects.get_or_create(
        incident=world.incident,
        defaults={
            "reporter": world.cast.ana,
            "asked_by": world.cast.max,
            "asked_at": at,
            "answered_at": at,
            "is_agreed": True,
            "scenario": scenario,
        },
    )
    return consent


def _draft(world: World, second_by: User | None = None) -> Scenario:
    """Max wrote a text; the mark stands in it as it would in any."""
    before = Scenario.objects.filter(key=None).first()
    if before is not None:
        return before
    at = world.incident.reported_at
    scenario = Scenario.objects.create(
        made_by=world.cast.max, made_at=at, second_by=second_by, ready_at=at if second_by else None
    )
    ScenarioText.objects.create(
        scenario=scenario, language="en", title="The parcel", situation=MARKS["scenario"]
    )
    return scenario


def _asked(world: World) -> dict[str, Any]:
    return {"public_id": _consent(world).public_id}


def _drafted(world: World) -> dict[str, Any]:
    return {"public_id": _consent(world, _draft(world)).public_id}


def _looked_at(world: World) -> dict[str, Any]:
    scenario = _draft(world, world.cast.pim)
    _consent(world, scenario)
    return {"public_id": scenario.public_id}


def _played(world: World) -> PracticeSession:
    at = world.incident.reported_at
    return PracticeSession.objects.first() or PracticeSession.objects.create(
        scenario=ScenarioFactory.create(), team=world.cast.north, held_on=timezone.localdate(at),
        attendees=3, learned=MARKS["learned"], recorded_by=world.cast.max, recorded_at=at,
    )  # fmt: skip


def _session(world: World) -> dict[str, Any]:
    return {"public_id": _played(world).public_id}


def _sessions(world: World) -> dict[str, Any]:
    _played(world)
    return {}


NOT_THE_PERSON = dict.fromkeys(ASKER, 403)
NOT_THE_ASKER = dict.fromkeys(REPORTER, 403)
NOT_THE_LOOKER = dict.fromkeys(ASKER, 403)

ROWS: dict[str, Row] = {
    "wellbeing:practice": Row(get=Cell()),
    "wellbeing:scenario": Row(get=Cell(), at=_scenario),
    "wellbeing:practice_question": Row(
        post=Cell(ok=ACTS, status=302, special={"reporter": 403}), at=_incident
    ),
    "wellbeing:practice_consent": Row(get=Cell(ok=PAIR, shows={"scenario": ASKER}), at=_drafted),
    "wellbeing:practice_agreement": Row(
        post=Cell(ok=REPORTER, status=302, special=NOT_THE_PERSON), at=_asked
    ),
    "wellbeing:practice_refusal": Row(
        post=Cell(ok=REPORTER, status=302, special=NOT_THE_PERSON), at=_asked
    ),
    "wellbeing:practice_approval": Row(
        post=Cell(ok=REPORTER, status=302, special=NOT_THE_PERSON), at=_asked
    ),
    "wellbeing:practice_draft": Row(
        get=Cell(ok=ASKER, special=NOT_THE_ASKER, shows={"scenario": ASKER, "narrative": ASKER}),
        post=Cell(
            ok=ASKER,
            status=422,
            special=NOT_THE_ASKER,
            data={"title": ""},
            shows={"scenario": ASKER, "narrative": ASKER},
        ),
        at=_drafted,
    ),
    "wellbeing:practice_looker": Row(
        post=Cell(
            ok=ASKER,
            status=422,
            special=NOT_THE_ASKER,
            shows={"scenario": ASKER, "narrative": ASKER},
        ),
        at=_drafted,
    ),
    "wellbeing:practice_recall": Row(
        post=Cell(ok=ASKER, status=302, special=NOT_THE_ASKER), at=_drafted
    ),
    "wellbeing:second_look": Row(
        get=Cell(ok=LOOKER, special=NOT_THE_LOOKER, shows={"scenario": LOOKER}),
        post=Cell(ok=LOOKER, status=422, special=NOT_THE_LOOKER, shows={"scenario": LOOKER}),
        at=_looked_at,
    ),
    "wellbeing:second_look_return": Row(
        post=Cell(ok=LOOKER, status=422, special=NOT_THE_LOOKER, shows={"scenario": LOOKER}),
        at=_looked_at,
    ),
    "wellbeing:practice_sessions": Row(
        get=Cell(ok=STAFF_LIKE, shows={"learned": IN_THE_TEAM}), at=_sessions
    ),
    "wellbeing:session_new": Row(
        get=Cell(ok=IN_A_TEAM, refused=403),
        post=Cell(ok=IN_A_TEAM, refused=403, status=422),
        at=_scenario,
    ),
    "wellbeing:attendance": Row(post=Cell(ok=IN_THE_TEAM, status=302), at=_session),
    "wellbeing:attendance_end": Row(post=Cell(ok=IN_THE_TEAM, status=302), at=_session),
}
