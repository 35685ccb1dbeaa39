"""Access to promises, to who a customer is, and to what is given to make good."""

from typing import Any

from incidents.models import Promise, Remedy
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

REPORTER = frozenset({"reporter"})
ADVISER = frozenset({"adviser"})
SEES = REPORTER | LEADERS | ADVISER


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _customer(world: World) -> dict[str, Any]:
    return {"public_id": world.customer.public_id}


def _promise(world: World) -> dict[str, Any]:
    return {"public_id": Promise.objects.open().get(incident=world.incident).public_id}


PROMISES = {
    "incidents:promises": Row(get=Cell(shows={"promise": SEES})),
    "incidents:promise": Row(
        get=Cell(ok=SEES, shows={"promise": SEES, "customer_name": SEES}),
        post=Cell(ok=SEES, status=422, shows={"promise": SEES, "customer_name": SEES}),
        at=_promise,
    ),
    "incidents:promise_owner": Row(
        post=Cell(ok=SEES, status=422, shows={"promise": SEES, "customer_name": SEES}), at=_promise
    ),
    "incidents:report_promises": Row(
        get=Cell(ok=SEES, shows={"promise": SEES}),
        post=Cell(ok=SEES, status=422, shows={"promise": SEES}),
        at=_incident,
    ),
    "incidents:postponement": Row(post=Cell(ok=SEES, status=302), at=_incident),
    "incidents:cause": Row(post=Cell(ok=SEES, status=302), at=_incident),
    "incidents:customer_promises": Row(
        get=Cell(ok=LEADERS, special={"adviser": 403}),
        post=Cell(ok=LEADERS, status=422, special={"adviser": 403}),
        at=_customer,
    ),
}


def _remedy(world: World) -> dict[str, Any]:
    return {"public_id": Remedy.objects.waiting().get().public_id}


WORKS = REPORTER | LEADERS
HR = frozenset({"hr"})
REMEDIES = {
    "incidents:report_remedies": Row(
        get=Cell(ok=WORKS, special={"adviser": 403}),
        post=Cell(ok=WORKS, status=422, special={"adviser": 403}),
        at=_incident,
    ),
    # Asked above the manager's own limit: the level above answers, and sees no more than this.
    "incidents:remedy": Row(
        get=Cell(ok=SEES | {"manager_above"}, shows={"remedy": SEES | {"manager_above"}}),
        post=Cell(
            ok=frozenset({"manager_above"}),
            status=422,
            special=dict.fromkeys(SEES, 403),
            shows={"remedy": frozenset({"manager_above"})},
        ),
        at=_remedy,
    ),
    "incidents:remedy_rules": Row(
        get=Cell(ok=HR, refused=403), post=Cell(ok=HR, refused=403, status=302)
    ),
}

ROWS = {**PROMISES, **REMEDIES}
