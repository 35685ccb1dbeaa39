"""Rows of days away: one's own, and those of whom one looks after."""

from typing import Any

from incidents.models import ReadingConsent
from people.models import Absence, Organisation
from people.queries import database_now
from tests.access.cells import Cell, Row
from tests.access.world import World

LOOKS_AFTER_ANA = frozenset({"reporter", "manager", "deputy", "manager_above", "hr"})
WRONG = {"span": "days", "ends_on": "tomorrow"}


def _ana(world: World) -> dict[str, Any]:
    return {"public_id": world.cast.ana.public_id}


def _away(world: World) -> dict[str, Any]:
    """Ana, away from today."""
    now = database_now()
    today, ana = Organisation.current().day_of(now), world.cast.ana
    absence, _ = Absence.objects.get_or_create(
        user=ana, starts_on=today, defaults={"made_by": ana, "made_at": now}
    )
    return {"public_id": absence.public_id}


def _reading(world: World) -> dict[str, Any]:
    """Somebody new holds the talks; the reporter is asked whether they may read the report."""
    consent, _ = ReadingConsent.objects.get_or_create(
        incident=world.incident, reader=world.cast.otto, defaults={"asked_at": database_now()}
    )
    return {"public_id": consent.public_id}


def _planned(world: World) -> dict[str, Any]:
    return {"public_id": world.planned.public_id}


REPORTER = frozenset({"reporter"})
BY_PERSON = Row(
    post=Cell(ok=REPORTER, status=302, special=dict.fromkeys(["manager"], 403)), at=_planned
)

ABSENCE: dict[str, Row] = {
    "people:absences": Row(get=Cell(), post=Cell(status=422, data=WRONG)),
    "people:absence_of": Row(post=Cell(ok=LOOKS_AFTER_ANA, status=422, data=WRONG), at=_ana),
    "people:absence_end": Row(post=Cell(ok=LOOKS_AFTER_ANA, status=302), at=_away),
    "incidents:reading": Row(
        get=Cell(ok=REPORTER), post=Cell(ok=REPORTER, status=422), at=_reading
    ),
    "wellbeing:waiting": BY_PERSON,
    "wellbeing:involvement": BY_PERSON,
    "wellbeing:checkin_end": Row(
        get=Cell(ok=REPORTER, special={"manager": 403}),
        post=Cell(ok=REPORTER, status=302, special={"manager": 403}),
        at=_planned,
    ),
}
