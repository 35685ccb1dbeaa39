"""Rows of what the customer still needs, the house rules and the steps."""

from typing import Any

from django.utils import timezone

from incidents.models import Complaint, Fact, FollowUp, Procedure
from people.queries import database_now
from reports.operations.publish import publish_month
from reports.periods import last_closed
from tests.access.cells import LEADERS, Cell, Row
from tests.access.world import World

REPORTER = frozenset({"reporter"})
HR = frozenset({"hr"})
ADVISER = frozenset({"adviser"})
SETTLES = LEADERS | ADVISER
_WRITTEN = {"follow_up": SETTLES, "fact": SETTLES}
SEES = SETTLES | frozenset({"reporter"})


def _month(world: World) -> dict[str, Any]:
    """The last closed month, published."""
    now = database_now()
    month = last_closed(timezone.localdate(now))
    publish_month(month=month, now=now)
    return {"month": month}


def _incident(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.public_id}


def _follow_up(world: World) -> dict[str, Any]:
    return {"public_id": FollowUp.objects.get(incident=world.incident).public_id}


def _fact(world: World) -> dict[str, Any]:
    return {"public_id": Fact.objects.get(follow_up__incident=world.incident).public_id}


def _complaint(world: World) -> dict[str, Any]:
    return {"public_id": world.incident.complaint.public_id}


def _without_complaint(world: World) -> dict[str, Any]:
    Complaint.objects.filter(incident=world.incident).delete()
    return _incident(world)


FAIRNESS = {
    "reports:promises": Row(get=Cell()),
    "reports:promises_month": Row(get=Cell(), at=_month),
    "reports:promises_table": Row(get=Cell(), at=_month),
    "reports:setting_changes": Row(get=Cell(ok=HR | {"admin", "council"})),
    "reports:month_table": Row(get=Cell(ok=HR), at=_month),
    "incidents:house_rules": Row(get=Cell(), is_public=True),
    "incidents:house_rules_version": Row(
        get=Cell(), at=lambda world: {"version": 1}, is_public=True
    ),
    "incidents:house_rules_edit": Row(
        get=Cell(ok=HR, refused=403), post=Cell(ok=HR, refused=403, status=422)
    ),
    "incidents:procedure": Row(get=Cell()),
    "incidents:procedure_version": Row(
        get=Cell(), at=lambda world: {"public_id": Procedure.objects.get(channel=0).public_id}
    ),
    "incidents:procedure_edit": Row(
        get=Cell(ok=HR, refused=403),
        post=Cell(ok=HR, refused=403, status=422, data={"begins_on": "x"}),
    ),
    "incidents:follow_ups": Row(
        post=Cell(ok=SETTLES, status=302, special={"reporter": 403}), at=_incident
    ),
    "incidents:follow_up": Row(
        get=Cell(ok=SETTLES, special={"reporter": 403}, shows=_WRITTEN),
        post=Cell(
            ok=SETTLES,
            status=422,
            special={"reporter": 403},
            data={"channel": "pigeon"},
            shows={"fact": SETTLES},
        ),
        at=_follow_up,
    ),
    "incidents:facts": Row(
        post=Cell(ok=SETTLES, status=422, special={"reporter": 403}, shows=_WRITTEN),
        at=_follow_up,
    ),
    "incidents:follow_up_sending": Row(
        post=Cell(ok=SETTLES, status=422, special={"reporter": 403}, shows=_WRITTEN),
        at=_follow_up,
    ),
    "incidents:fact_check": Row(
        post=Cell(ok=SETTLES, status=302, special={"reporter": 403}), at=_fact
    ),
    "incidents:fact_strike": Row(
        post=Cell(ok=SETTLES, status=302, special={"reporter": 403}), at=_fact
    ),
    "incidents:reaction": Row(
        get=Cell(ok=SETTLES, special={"reporter": 403}),
        post=Cell(ok=SETTLES, status=422, special={"reporter": 403}),
        at=_incident,
    ),
    "incidents:police": Row(
        get=Cell(ok=REPORTER, special=dict.fromkeys(SETTLES, 403)),
        post=Cell(ok=REPORTER, status=422, special=dict.fromkeys(SETTLES, 403)),
        at=_incident,
    ),
    "incidents:police_report": Row(
        get=Cell(ok=SETTLES, special={"reporter": 403}),
        post=Cell(ok=SETTLES, status=422, special={"reporter": 403}),
        at=_incident,
    ),
    "incidents:police_sheet": Row(
        get=Cell(
            ok=SEES,
            shows={"narrative": SEES, "customer_name": SETTLES},
        ),
        at=_incident,
    ),
    "incidents:complaint_new": Row(
        get=Cell(ok=SETTLES, special={"reporter": 403}),
        post=Cell(ok=SETTLES, status=422, special={"reporter": 403}),
        at=_without_complaint,
    ),
    "incidents:complaint": Row(
        get=Cell(ok=SEES, shows={"complaint": SEES, "reference": SETTLES}),
        post=Cell(
            ok=SETTLES,
            status=422,
            special={"reporter": 403},
            shows={"complaint": SETTLES, "reference": SETTLES},
        ),
        at=_complaint,
    ),
    "incidents:complaint_outcome": Row(
        post=Cell(
            ok=SETTLES,
            status=422,
            special={"reporter": 403},
            shows={"complaint": SETTLES, "reference": SETTLES},
        ),
        at=_complaint,
    ),
}
