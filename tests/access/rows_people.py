"""Rows of witnesses, care offers, messages and the answer back."""

from typing import Any

from incidents.models import Incident, Witness
from tests.access.cells import Cell, Row
from tests.access.rows_absence import ABSENCE
from tests.access.world import World
from wellbeing.models import CareOffer
from wellbeing.operations import offer_care

REPORTER = frozenset({"reporter"})
LEADERS = frozenset({"manager", "deputy", "adviser"})


def _offer(world: World) -> dict[str, Any]:
    """A check-in offered to the reporter."""
    offer = offer_care(
        person=world.cast.ana,
        because=CareOffer.Because.LOAD,
        key="world",
        now=world.incident.reported_at,
    )
    return {"public_id": offer.public_id}


def _for_ana(world: World) -> dict[str, Any]:
    """The report, as one that a colleague wrote for Ana."""
    writer = world.actors["colleague"]
    Incident.objects.filter(pk=world.incident.pk).update(written_by=writer, confirmed_at=None)
    return {"public_id": world.incident.public_id}


def _reports(world: World) -> dict[str, Any]:
    return {"report": [str(world.incident.public_id)], "sentence": ""}


SEES = dict.fromkeys(("manager", "deputy", "adviser"), 403)


def _witness(world: World) -> dict[str, Any]:
    """The colleague, asked what they saw; the reporter has not agreed to show the facts."""
    witness, _ = Witness.objects.get_or_create(
        incident=world.incident,
        person=world.actors["colleague"],
        defaults={"invited_by": world.cast.ana, "invited_at": world.incident.reported_at},
    )
    return {"public_id": witness.public_id}


def _ended(world: World) -> dict[str, Any]:
    """The report, as one of a contact that is over."""
    Incident.objects.filter(pk=world.incident.pk).update(outcome=1)
    return {"public_id": world.incident.public_id}


COLLEAGUE = frozenset({"colleague"})
SEES_REPORT = frozenset({"reporter", "manager", "deputy", "adviser"})
NOT_THE_WITNESS = dict.fromkeys(SEES_REPORT, 403)

ROWS: dict[str, Row] = {
    **ABSENCE,
    "incidents:messages": Row(
        get=Cell(ok=SEES_REPORT),
        post=Cell(ok=SEES_REPORT, status=422, data={"body": ""}),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
    "incidents:praise": Row(
        get=Cell(ok=LEADERS, special={"reporter": 403}),
        post=Cell(ok=LEADERS, status=422, data={"body": ""}, special={"reporter": 403}),
        at=_ended,
    ),
    "incidents:witnesses": Row(
        get=Cell(ok=SEES_REPORT),
        post=Cell(ok=SEES_REPORT, status=422, data={"person": ""}),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
    "incidents:involved": Row(
        get=Cell(ok=REPORTER | {"adviser"}, special=dict.fromkeys(("manager", "deputy"), 403)),
        post=Cell(
            ok=REPORTER | {"adviser"},
            status=422,
            data={"person": ""},
            special=dict.fromkeys(("manager", "deputy"), 403),
        ),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
    "incidents:involved_removal": Row(
        post=Cell(
            ok=REPORTER | {"adviser"},
            status=302,
            data={"person": ""},
            special=dict.fromkeys(("manager", "deputy"), 403),
        ),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
    "incidents:witness": Row(
        get=Cell(ok=COLLEAGUE, special=NOT_THE_WITNESS),
        post=Cell(ok=COLLEAGUE, status=422, data={"body": ""}, special=NOT_THE_WITNESS),
        at=_witness,
    ),
    "incidents:witness_refusal": Row(
        post=Cell(ok=COLLEAGUE, status=302, special=NOT_THE_WITNESS), at=_witness
    ),
    "incidents:witness_consent": Row(
        post=Cell(
            ok=REPORTER,
            status=302,
            special=dict.fromkeys(COLLEAGUE | (SEES_REPORT - REPORTER), 403),
        ),
        at=_witness,
    ),
    "incidents:reply": Row(
        get=Cell(ok=REPORTER, special=SEES, shows={"answer": REPORTER}),
        post=Cell(ok=REPORTER, status=302, data={"reply": "heard"}, special=SEES),
        at=lambda w: {"public_id": w.answer.public_id},
    ),
    "incidents:answers": Row(
        get=Cell(query="?"),
        post=Cell(
            ok=frozenset({"manager", "deputy", "adviser"}),
            status=422,
            special={"reporter": 403},
            data=_reports,
        ),
    ),
    "wellbeing:confirmation": Row(
        get=Cell(ok=REPORTER, special=SEES, shows={"narrative": REPORTER}),
        post=Cell(
            ok=REPORTER,
            status=422,
            special=SEES,
            data={"when": "sometime"},
            shows={"narrative": REPORTER},
        ),
        at=_for_ana,
    ),
    "wellbeing:report_refusal": Row(post=Cell(ok=REPORTER, status=302, special=SEES), at=_for_ana),
    "wellbeing:offer": Row(
        get=Cell(ok=REPORTER), post=Cell(ok=REPORTER, status=422, data={"when": ""}), at=_offer
    ),
    "wellbeing:offer_refusal": Row(post=Cell(ok=REPORTER, status=302), at=_offer),
}
