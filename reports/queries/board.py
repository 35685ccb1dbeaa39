"""What a person may read of the employer's promises: the organisation, and which units."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from people.models import User
from reports.models import MonthlyReport
from reports.permissions import may_read_every_unit

Figures = dict[str, Any]


@dataclass(frozen=True)
class Board:
    """A closed month of the organisation, and the newest closed quarter of the units."""

    month: dt.date
    smallest: int
    whole: Figures
    quarter: dt.date | None
    units: list[Figures]


def newest_board() -> dt.date | None:
    """Give the newest month that has a board."""
    return MonthlyReport.objects.order_by("-month").values_list("month", flat=True).first()


def board_for(user: User, month: dt.date) -> Board | None:
    """Give the board of a month as this person may read it; None when there is none.

    Who reads every unit (HR, the works council) gets what covers two managers or more; everybody
    gets the units they work in, also one that covers their own manager alone.
    """
    found = MonthlyReport.objects.filter(month=month)
    row = found.values_list("figures__promises", "figures__smallest").first()
    if row is None:
        return None
    whole, smallest = row
    earlier = MonthlyReport.objects.filter(month__lte=month, figures__units__has_key="units")
    of_units = earlier.order_by("-month").values_list("figures__units", flat=True).first()
    if of_units is None:
        return Board(month, smallest, whole or {}, None, [])
    quarter = dt.date.fromisoformat(of_units["quarter"])
    mine = set(user.team_ids)
    own = [
        unit | {"is_mine": True} for unit in of_units["units"] if not mine.isdisjoint(unit["teams"])
    ]
    others = of_units["above"] if may_read_every_unit(user) else []
    shown = {tuple(unit["teams"]): unit for unit in (*others, *own)}
    return Board(month, smallest, whole or {}, quarter, sorted(shown.values(), key=_by_name))


def _by_name(unit: Figures) -> tuple[bool, str, str]:
    return unit["joined"] > 1, unit["name"], unit["above"]
