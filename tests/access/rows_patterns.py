"""Access to pattern cards: HR alone, others do not learn that there is one."""

import datetime as dt
from typing import Any

from reports.models import CardMessage, CardStep, PatternCard
from tests.access.cells import Cell, Row
from tests.access.world import World

HR = frozenset({"hr"})
ALL_MANAGERS = frozenset({"manager", "deputy", "manager_above", "other_manager"})
MONTH = dt.date(2026, 10, 1)
NOW = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)


def _card(world: World) -> PatternCard:
    product = world.product
    made, _is_new = PatternCard.objects.get_or_create(
        product=product,
        defaults={"opened_in": MONTH, "seen_in": MONTH, "opened_at": NOW},
    )
    return made


def _at(world: World) -> dict[str, Any]:
    return {"public_id": _card(world).public_id}


def _step(world: World) -> dict[str, Any]:
    step = CardStep.objects.create(
        card=_card(world),
        kind=CardStep.Kind.QUICK,
        what="Call first",
        who="Planning",
        starts_on=MONTH,
        added_by=world.cast.hana,
        added_at=NOW,
    )
    return {"public_id": step.public_id}


def _message(world: World) -> dict[str, Any]:
    """A message to Ana alone, who reported."""
    message = CardMessage.objects.create(
        card=_card(world), words="A planner helps.", written_by=world.cast.hana, written_at=NOW
    )
    message.readers.add(world.cast.ana)
    return {"public_id": message.public_id}


FORM = Row(get=Cell(ok=HR), post=Cell(ok=HR, status=422), at=_at)
DECISION = Row(post=Cell(ok=HR, status=302), at=_at)

PATTERNS = {
    "reports:patterns": Row(get=Cell(ok=HR | ALL_MANAGERS)),
    "reports:pattern": Row(get=Cell(ok=HR), at=_at),
    "reports:pattern_table": Row(get=Cell(ok=HR), at=_at),
    "reports:pattern_owner": DECISION,
    "reports:pattern_step": FORM,
    "reports:step_removal": Row(post=Cell(ok=HR, status=302), at=_step),
    "reports:pattern_look": FORM,
    "reports:pattern_dismissal": FORM,
    "reports:pattern_reopening": DECISION,
    "reports:pattern_closure": FORM,
    "reports:pattern_message_new": FORM,
    "reports:pattern_message": Row(get=Cell(ok=HR | {"reporter"}), at=_message),
    "reports:pattern_survey": FORM,
    "reports:patterns_how": Row(get=Cell()),
}
