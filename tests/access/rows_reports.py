"""Access to figures: the frozen ones for HR, live ones for who may open each report."""

import datetime as dt
from typing import Any

from django.utils import timezone

from people.models import Site
from people.queries import database_now
from reports.models import MonthlyReport
from reports.operations.publish import publish_month
from reports.periods import Period
from tests.access.cells import Cell, Row
from tests.access.world import World

HR = frozenset({"hr"})
OPENS_EACH = frozenset({"manager", "deputy", "manager_above", "other_manager", "adviser"})
SHOWN = dt.date(2020, 6, 1)


def _month(world: World) -> dict[str, Any]:
    """The last closed month, published."""
    now = database_now()
    month = (timezone.localdate(now).replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    publish_month(month=month, now=now)
    return {"month": month}


def _quarter(world: World) -> dict[str, Any]:
    """A quarter long gone, with too few reports to show."""
    last = dt.date(2020, 3, 1)
    figures = {"month": {"is_shown": False}, "quarter": {"is_shown": False}}
    MonthlyReport.objects.get_or_create(
        month=last, defaults={"made_at": database_now(), "figures": figures}
    )
    return {"period": Period.quarter(last)}


def shown_month(world: World) -> dict[str, Any]:
    """A month long gone that can be shown, and the quarter that ends with it."""
    own = {"is_shown": True, "reports": 61, "people": 17, "serious": None, "contacts": None}
    tables: dict[str, Any] = {"products": [], "channels": [], "teams": [], "sites": []}
    heat: dict[str, Any] = {"bands": [], "rows": []}
    figures = {"month": own, "smallest": 5, "findings": [], "series": [], "lines": []}
    figures |= {"compared": 4, "year_ago": {"month": f"{SHOWN:%Y-%m}"}}
    quarter = {"quarter": own | tables, "heat": heat, "teams": [], "promises": {}}
    MonthlyReport.objects.get_or_create(
        month=SHOWN, defaults={"made_at": database_now(), "figures": figures | quarter}
    )
    return {"month": SHOWN}


def _shown_place(world: World) -> dict[str, Any]:
    shown_month(world)
    site: Site = Site.objects.order_by("pk")[0]
    row = {"id": str(site.public_id), "name": site.name, "reports": None}
    report = MonthlyReport.objects.get(month=SHOWN)
    report.figures["sites"] = [row]
    report.save()
    return {"public_id": site.public_id}


def _shown_quarter(world: World) -> dict[str, Any]:
    shown_month(world)
    return {"period": Period.quarter(SHOWN)}


REPORTS = {
    "reports:trends": Row(get=Cell(ok=HR, status=302)),
    "reports:month": Row(get=Cell(ok=HR), at=_month),
    "reports:places": Row(get=Cell(ok=HR)),
    "reports:places_table": Row(get=Cell(ok=HR)),
    "reports:place": Row(get=Cell(ok=HR), at=_shown_place),
    "reports:place_table": Row(get=Cell(ok=HR), at=_shown_place),
    "reports:made_good_table": Row(get=Cell(ok=HR), at=_month),
    "reports:month_paper": Row(get=Cell(ok=HR), at=shown_month),
    "reports:period_paper": Row(get=Cell(ok=HR), at=_shown_quarter),
    "reports:month_council": Row(get=Cell(ok=HR), at=shown_month),
    "reports:period_council": Row(get=Cell(ok=HR), at=_shown_quarter),
    "reports:period": Row(get=Cell(ok=HR), at=_quarter),
    "reports:counted": Row(get=Cell(ok=OPENS_EACH)),
    "reports:counted_table": Row(get=Cell(ok=OPENS_EACH)),
    "reports:counted_refresh": Row(post=Cell(ok=OPENS_EACH, status=302)),
    "reports:window": Row(get=Cell(ok=HR, status=400), at=lambda world: {"window": "2026-w41"}),
    "reports:period_table": Row(get=Cell(ok=HR), at=_quarter),
}
