"""Rows of the practice library."""

from typing import Any

from tests.access.cells import Cell, Row
from tests.access.world import World
from tests.factories import ScenarioFactory


def _scenario(world: World) -> dict[str, Any]:
    return {"public_id": ScenarioFactory.create().public_id}


ROWS: dict[str, Row] = {
    "wellbeing:practice": Row(get=Cell()),
    "wellbeing:scenario": Row(get=Cell(), at=_scenario),
}
