"""Access to contact numbers: HR and administrators bring them in."""

import datetime as dt
from typing import Any

from reports.models import ContactFile, ContactIntake
from tests.access.cells import Cell, Row
from tests.access.world import World

EDITS = frozenset({"hr", "admin"})
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def _intake(world: World) -> dict[str, Any]:
    row = ContactIntake.objects.create(
        source=ContactIntake.Source.FEED, kind=ContactIntake.Kind.CONTACTS, at=NOW, lines=1
    )
    return {"public_id": row.public_id}


def _file(world: World) -> dict[str, Any]:
    """A file that an administrator looked at: nobody else's business."""
    row, _is_new = ContactFile.objects.get_or_create(
        by=world.cast.bo,
        defaults={"at": NOW, "content": b"day,team,contacts\n2025-11-17,Desk North,4\n"},
    )
    return {"public_id": row.public_id}


ROWS = {
    "reports:contacts": Row(get=Cell(ok=EDITS, refused=403)),
    "reports:contacts_table": Row(get=Cell(ok=EDITS, refused=403)),
    "reports:contacts_import": Row(
        get=Cell(ok=EDITS, refused=403), post=Cell(ok=EDITS, refused=403, status=422)
    ),
    "reports:contacts_keep": Row(
        post=Cell(ok=frozenset({"admin"}), refused=403, status=302, special={"hr": 404}), at=_file
    ),
    "reports:contacts_intake": Row(get=Cell(ok=EDITS, refused=403), at=_intake),
    "reports:intake_settled": Row(post=Cell(ok=EDITS, refused=403, status=302), at=_intake),
    "reports:contacts_sample": Row(get=Cell(ok=EDITS, refused=403)),
}
