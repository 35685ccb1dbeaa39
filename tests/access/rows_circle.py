"""Rows of helpers, buddies and cards: everybody reads them; ten minutes are the two people's."""

from typing import Any

from tests.access.cells import Cell, Row
from tests.access.world import World
from tests.factories import UserFactory
from wellbeing.models import Helper, VentSlot

HR = frozenset({"hr"})
REPORTER = frozenset({"reporter"})


def _helper(world: World) -> dict[str, Any]:
    return {"public_id": Helper.objects.create(name="Line", kind="line", phone="1").public_id}


def _slot(world: World) -> dict[str, Any]:
    buddy = UserFactory.create(name="Bea Blom")
    slot = VentSlot.objects.create(
        person=world.cast.ana, buddy=buddy, starts_at=world.planned.due_at, waits_for=buddy
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
    "wellbeing:reach": Row(post=Cell(ok=frozenset(), refused=403)),
    "wellbeing:slots": Row(post=Cell(status=302)),
    "wellbeing:slot": Row(get=Cell(ok=REPORTER), at=_slot),
    "wellbeing:slot_agreement": Row(post=Cell(ok=REPORTER, status=302), at=_slot),
    "wellbeing:slot_time": Row(post=Cell(ok=REPORTER, status=422), at=_slot),
    "wellbeing:slot_end": Row(post=Cell(ok=REPORTER, status=302), at=_slot),
    "wellbeing:guidance": Row(get=Cell()),
    "wellbeing:guidance_rest": Row(post=Cell(status=302)),
}
