"""Rows of witnesses, care offers, messages and the answer back."""

from typing import Any

from tests.access.cells import Cell, Row
from tests.access.world import World
from wellbeing.models import CareOffer
from wellbeing.operations import offer_care

REPORTER = frozenset({"reporter"})


def _offer(world: World) -> dict[str, Any]:
    """A check-in offered to the reporter."""
    offer = offer_care(
        person=world.cast.ana,
        because=CareOffer.Because.LOAD,
        key="world",
        now=world.incident.reported_at,
    )
    return {"public_id": offer.public_id}


ROWS: dict[str, Row] = {
    "wellbeing:offer": Row(
        get=Cell(ok=REPORTER), post=Cell(ok=REPORTER, status=422, data={"when": ""}), at=_offer
    ),
    "wellbeing:offer_refusal": Row(post=Cell(ok=REPORTER, status=302), at=_offer),
}
