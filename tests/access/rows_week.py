"""Rows of the working week: closing days, usual hours, and what something took out of somebody."""

from typing import Any

from people.models import ClosingDay
from tests.access.cells import Cell, Row
from tests.access.world import World

REPORTER = frozenset({"reporter"})

LEADS = frozenset({"admin", "manager", "deputy", "manager_above", "other_manager"})


def _closed(world: World) -> dict[str, Any]:
    """A day on which the whole organisation is closed: leaders see it, the admin removes it."""
    day = world.incident.occurred_on
    return {"public_id": ClosingDay.objects.create(first_on=day, last_on=day).public_id}


NOT_THEIRS = dict.fromkeys(LEADS - {"admin"}, 403)

ADMIN = frozenset({"admin"})


def _light(world: World) -> dict[str, Any]:
    return {"preset": "light"}


ROWS: dict[str, Row] = {
    "wellbeing:presets": Row(get=Cell(ok=ADMIN, refused=403)),
    "wellbeing:preset": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=422), at=_light
    ),
    "wellbeing:preset_defaults": Row(
        get=Cell(ok=ADMIN, refused=403), post=Cell(ok=ADMIN, refused=403, status=302), at=_light
    ),
    "people:closing_days": Row(
        get=Cell(ok=LEADS, refused=403),
        post=Cell(ok=LEADS, refused=403, status=422, data={"first_on": ""}),
    ),
    "people:closing_day_removal": Row(
        get=Cell(ok=frozenset({"admin"}), special=NOT_THEIRS),
        post=Cell(ok=frozenset({"admin"}), status=302, special=NOT_THEIRS),
        at=_closed,
    ),
    "wellbeing:impact": Row(
        post=Cell(
            ok=REPORTER,
            status=302,
            data={"value": "2"},
            special=dict.fromkeys(("manager", "deputy", "adviser"), 403),
        ),
        at=lambda w: {"public_id": w.incident.public_id},
    ),
}
