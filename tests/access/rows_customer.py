"""Access to promises, to who a customer is, and to what is given to make good."""

from typing import Any

from django.utils import timezone

from incidents.models import Customer, CustomerMerge, Promise, Remedy
from incidents.operations.merge import merge_customers
from people.queries import database_now
from reports.operations.publish import publish_month
from reports.periods import last_closed
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World
from tests.factories import CustomerFactory, IncidentFactory

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


def _twin(world: World) -> Customer:
    """Another entry that Ana's team met; made once for all who ask."""
    known = Customer.objects.filter(identity__reference="K-TWIN").first()
    if known is not None:
        return known
    twin = CustomerFactory.create(identity__reference="K-TWIN")
    IncidentFactory.create(team=world.cast.north, customer=twin, reported_by=world.cast.ana)
    return twin


def _merged(world: World) -> dict[str, Any]:
    made = CustomerMerge.objects.first() or merge_customers(
        actor=world.cast.max, kept=world.customer, gone=_twin(world), now=database_now()
    )
    return {"public_id": made.public_id}


def _organisation(world: World) -> dict[str, Any]:
    Customer.objects.filter(pk=world.customer.pk).update(kind="organisation")
    return _customer(world)


KEEPS = LEADERS | ADVISER
LOOKS = frozenset({"manager", "deputy", "manager_above", "other_manager", "adviser"})
NAMED = {"reference": KEEPS, "customer_name": KEEPS}
REGISTER = {
    "incidents:customer_new": Row(
        get=Cell(ok=LOOKS, refused=403), post=Cell(ok=LOOKS, refused=403, status=422)
    ),
    "incidents:duplicates": Row(get=Cell(ok=LOOKS, refused=403)),
    "incidents:identity": Row(
        get=Cell(ok=KEEPS, shows=NAMED), post=Cell(ok=KEEPS, status=422), at=_customer
    ),
    "incidents:contact_new": Row(
        get=Cell(ok=KEEPS), post=Cell(ok=KEEPS, status=422), at=_organisation
    ),
    "incidents:merge": Row(
        get=Cell(ok=KEEPS, shows=NAMED),
        post=Cell(ok=KEEPS, status=302, data=lambda w: {"other": str(_twin(w).public_id)}),
        at=_customer,
    ),
    "incidents:merge_undo": Row(
        get=Cell(ok=KEEPS, shows=NAMED), post=Cell(ok=KEEPS, status=302), at=_merged
    ),
    "incidents:who": Row(
        get=Cell(ok=KEEPS, special={"reporter": 403}, shows={"customer_name": KEEPS}),
        post=Cell(ok=KEEPS, status=422, special={"reporter": 403}, shows={"customer_name": KEEPS}),
        at=_incident,
    ),
}


def _month(world: World) -> dict[str, Any]:
    """The last closed month, published."""
    now = database_now()
    month = last_closed(timezone.localdate(now))
    publish_month(month=month, now=now)
    return {"month": month}


FIGURES = {"reports:made_good": Row(get=Cell(ok=HR), at=_month)}

ROWS = {**PROMISES, **REMEDIES, **REGISTER, **FIGURES}
