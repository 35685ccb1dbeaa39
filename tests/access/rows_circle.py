"""Rows of helpers, buddies and cards: everybody reads them; ten minutes are the two people's."""

from typing import Any

from tests.access.cells import Cell, Row
from tests.access.world import World
from wellbeing.models import Helper, VentSlot

HR = frozenset({"hr"})
BUDDY = frozenset({"buddy"})
THE_TWO = frozenset({"reporter"}) | BUDDY


def _helper(world: World) -> dict[str, Any]:
    return {"public_id": Helper.objects.create(name="Line", kind="line", phone="1").public_id}


def _slot(world: World) -> dict[str, Any]:
    buddy = world.actors["buddy"]
    slot, _ = VentSlot.objects.get_or_create(
        person=world.cast.ana,
        buddy=buddy,
        defaults={"starts_at": world.planned.due_at, "waits_for": buddy},
    )
    return {"public_id": slot.public_id}


CIRCLE = {
    "wellbeing:helpers": Row(get=Cell()),
    "wellbeing:helpers_edit": Row(
        get=Cell(ok=HR, refused=403), post=Cell(ok=HR, refused=403, status=422)
    ),
    "wellbeing:helper": Row(
        get=Cell(ok=HR, refused=403), post=Cell(ok=HR, refused=403, status=422), at=_helper
    ),
    "wellbeing:helper_removal": Row(post=Cell(ok=HR, refused=403, status=302), at=_helper),
    "wellbeing:reach": Row(post=Cell(ok=BUDDY, refused=403, status=302)),
    "wellbeing:slots": Row(get=Cell(status=302), post=Cell(status=302)),
    "wellbeing:slot": Row(get=Cell(ok=THE_TWO), at=_slot),
    "wellbeing:slot_agreement": Row(post=Cell(ok=THE_TWO, status=302), at=_slot),
    "wellbeing:slot_time": Row(post=Cell(ok=THE_TWO, status=422), at=_slot),
    "wellbeing:slot_end": Row(post=Cell(ok=THE_TWO, status=302), at=_slot),
    "wellbeing:guidance": Row(get=Cell()),
    "wellbeing:guidance_rest": Row(post=Cell(status=302)),
}
