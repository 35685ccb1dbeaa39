"""Access to steps toward a customer, their letters, objections, and what they rest on."""

from typing import Any

from incidents.models import Evidence, Letter, Measure, Objection, RelationReview
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

REPORTER = frozenset({"reporter"})
ADVISER = frozenset({"adviser"})
HR = frozenset({"hr"})
MANAGER = frozenset({"manager"})
DECIDES = LEADERS | ADVISER
SEES = REPORTER | DECIDES
ALL_MANAGERS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
WORDS_LETTERS = frozenset({"hr", "admin"})
UNINVOLVED = frozenset({"deputy"}) | ADVISER
NOT_REPORTER = {"reporter": 403}


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _proposed(world: World) -> dict[str, Any]:
    return {"public_id": Measure.objects.undecided().get(prepared_at=None).public_id}


def _prepared(world: World) -> dict[str, Any]:
    return {"public_id": Measure.objects.undecided().exclude(prepared_at=None).get().public_id}


def _running(world: World) -> dict[str, Any]:
    return {"public_id": Measure.objects.taken().get().public_id}


def _letter(world: World) -> dict[str, Any]:
    return {"public_id": Letter.objects.get().public_id}


def _objection(world: World) -> dict[str, Any]:
    return {"public_id": Objection.objects.get().public_id}


def _relation(world: World) -> dict[str, Any]:
    return {"public_id": RelationReview.objects.get().public_id}


def _evidence(world: World) -> dict[str, Any]:
    return {"public_id": Evidence.objects.get().public_id}


def _wording(world: World) -> dict[str, Any]:
    return {"kind": "warning", "language": "en"}


def _who(*marks: str, who: frozenset[str] = DECIDES) -> dict[str, frozenset[str]]:
    return dict.fromkeys(marks, who)


MEASURES = {
    "incidents:measures": Row(
        get=Cell(
            ok=ALL_MANAGERS | ADVISER,
            refused=403,
            shows=_who("customer_name"),
        )
    ),
    "incidents:measure_new": Row(get=Cell(ok=SEES), post=Cell(ok=SEES, status=422), at=_incident),
    "incidents:measure": Row(
        get=Cell(ok=SEES, shows=_who("customer_name", "ground", "why", "view")), at=_prepared
    ),
    "incidents:measure_decision": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER, shows=_who("ground", "why")),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER),
        at=_proposed,
    ),
    "incidents:measure_refusal": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER),
        at=_proposed,
    ),
    "incidents:measure_second": Row(
        post=Cell(ok=UNINVOLVED, status=302, special={"reporter": 403, "manager": 403}),
        at=_prepared,
    ),
    "incidents:measure_review": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER),
        at=_running,
    ),
    "incidents:objections": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER, data={"received_on": ""}),
        at=_running,
    ),
    "incidents:objection_new": Row(
        get=Cell(ok=HR, refused=403), post=Cell(ok=HR, refused=403, status=422)
    ),
    "incidents:objection": Row(
        get=Cell(
            ok=UNINVOLVED,
            special={"reporter": 403, "manager": 403},
            shows=_who("objection", who=UNINVOLVED),
        ),
        post=Cell(
            ok=UNINVOLVED,
            status=422,
            special={"reporter": 403, "manager": 403},
            shows=_who("objection", who=UNINVOLVED),
        ),
        at=_objection,
    ),
    "incidents:letter": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER, shows=_who("letter")),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER, shows=_who("letter")),
        at=_letter,
    ),
    "incidents:letter_file": Row(get=Cell(ok=DECIDES, special=NOT_REPORTER), at=_letter),
    "incidents:letter_renewal": Row(
        post=Cell(ok=DECIDES, status=302, special=NOT_REPORTER), at=_letter
    ),
    "incidents:wordings": Row(get=Cell(ok=WORDS_LETTERS, refused=403)),
    "incidents:wording": Row(
        get=Cell(ok=WORDS_LETTERS, refused=403),
        post=Cell(ok=WORDS_LETTERS, refused=403, status=422, data={"subject": "Only this"}),
        at=_wording,
    ),
    "incidents:wording_file": Row(get=Cell(ok=WORDS_LETTERS, refused=403), at=_wording),
    "incidents:relation": Row(
        get=Cell(ok=DECIDES, shows=_who("customer_name", "relation")),
        post=Cell(ok=DECIDES, status=422, shows=_who("customer_name", "relation")),
        at=_relation,
    ),
    "incidents:relation_second": Row(post=Cell(ok=DECIDES, status=302), at=_relation),
    "incidents:evidence": Row(get=Cell(ok=SEES), post=Cell(ok=SEES, status=422), at=_incident),
    "incidents:evidence_check": Row(
        post=Cell(ok=UNINVOLVED, status=302, special={"reporter": 403, "manager": 403}),
        at=_evidence,
    ),
    "incidents:report_move": Row(
        get=Cell(ok=DECIDES, special=NOT_REPORTER, shows=_who("reference")),
        post=Cell(ok=DECIDES, status=422, special=NOT_REPORTER, shows=_who("reference")),
        at=_incident,
    ),
}
