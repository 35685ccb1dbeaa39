"""Access to the trends of a month: HR alone."""

import datetime as dt
from typing import Any

from django.utils import timezone

from people.queries import database_now
from reports.operations.publish import publish_month
from tests.access.cells import Cell, Row
from tests.access.world import World

HR = frozenset({"hr"})


def _month(world: World) -> dict[str, Any]:
    """The last closed month, published."""
    now = database_now()
    month = (timezone.localdate(now).replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    publish_month(month=month, now=now)
    return {"month": month}


REPORTS = {
    "reports:trends": Row(get=Cell(ok=HR, status=302)),
    "reports:month": Row(get=Cell(ok=HR), at=_month),
}
