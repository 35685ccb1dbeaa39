"""Rows of private notes: their author alone, and the one adviser a note is shared with."""

from typing import Any

from people.queries import database_now
from tests.access.cells import Cell, Row
from tests.access.world import World
from wellbeing.models import Reflection
from wellbeing.operations import make_feed

AUTHOR = frozenset({"reporter"})
ADVISER = frozenset({"adviser"})
READS = AUTHOR | ADVISER
OWN = {"private_note": AUTHOR}
SHARED = {"shared_note": READS}
# The adviser sees that the shared note is there, and may do nothing with it.
NOT_THE_AUTHOR = {"adviser": 403}


def _private(world: World) -> dict[str, Any]:
    note = Reflection.objects.get(author=world.cast.ana, shared_with=None)
    return {"public_id": note.public_id}


def _shared(world: World) -> dict[str, Any]:
    return {"public_id": Reflection.objects.get(shared_with=world.cast.pim).public_id}


def _planned(world: World) -> dict[str, Any]:
    return {"public_id": world.planned.public_id}


def _address(world: World) -> dict[str, Any]:
    """The address of Ana's calendar: whoever knows it is let in, and reads no more than when."""
    return {"token": make_feed(actor=world.cast.ana, now=database_now())[1]}


CALENDAR = {
    "wellbeing:calendar": Row(get=Cell(), post=Cell()),
    "wellbeing:calendar_end": Row(post=Cell(status=302)),
    "wellbeing:calendar_feed": Row(get=Cell(), at=_address, is_public=True),
    "wellbeing:checkin_file": Row(get=Cell(ok=frozenset({"reporter", "manager"})), at=_planned),
}

PRIVATE = CALENDAR | {
    "wellbeing:reflections": Row(get=Cell(shows={"private_note": AUTHOR, "shared_note": AUTHOR})),
    "wellbeing:reflection_new": Row(get=Cell(), post=Cell(status=422, data={"words": ""})),
    "wellbeing:reflections_shared": Row(get=Cell(ok=ADVISER, refused=403)),
    "wellbeing:reflection": Row(get=Cell(ok=READS, shows=SHARED), at=_shared),
    "wellbeing:reflection_words": Row(
        get=Cell(ok=AUTHOR, shows=OWN),
        post=Cell(ok=AUTHOR, status=422, data={"words": ""}),
        at=_private,
    ),
    "wellbeing:reflection_day": Row(
        post=Cell(ok=AUTHOR, status=422, data={"delete_on": ""}, shows=OWN), at=_private
    ),
    "wellbeing:reflection_sharing": Row(
        post=Cell(ok=AUTHOR, status=422, data={"adviser": ""}, shows=OWN), at=_private
    ),
    "wellbeing:reflection_sharing_end": Row(
        post=Cell(ok=AUTHOR, status=302, special=NOT_THE_AUTHOR), at=_shared
    ),
    "wellbeing:shredding": Row(
        get=Cell(ok=AUTHOR, shows={"shared_note": AUTHOR}, special=NOT_THE_AUTHOR),
        post=Cell(ok=AUTHOR, status=302, special=NOT_THE_AUTHOR),
        at=_shared,
    ),
}
