"""Who holds the talks from now on and may not read what was told before: day, deeds, agreements.

Every address of a report and of its talks is opened as that reader, on a world full of marks.
"""

import datetime as dt
import re

import pytest
from django.urls import get_resolver

from incidents.models import ReadingConsent
from tests.access.table import TABLE
from tests.access.test_matrix import NOW, _ask
from tests.access.world import MARKS, World, build
from wellbeing.models import CareImpact

# What belongs to the report; customers, promises and measures are the team's, whoever leads it.
OF_THE_REPORT = (
    "report/",
    "reports/",
    "attachment/",
    "evidence/",
    "fact/",
    "follow-up/",
    "witness/",
    "checkin/",
    "today/",
    "home/",
    "notices/",
)
ALLOWED = {"support"}
PLACE, PRODUCT = "QXSITE", "QXPRODUCT"


@pytest.fixture
def world(db: None) -> World:
    """Max leads the team as somebody new would: the person is asked, and has not answered."""
    world = build(NOW)
    world.cast.site.name = PLACE
    world.cast.site.save(update_fields=["name"])
    world.product.name = PRODUCT
    world.product.save(update_fields=["name"])
    CareImpact.objects.create(
        incident=world.incident, person=world.cast.ana, value=3, at=world.incident.occurred_at
    )
    ReadingConsent.objects.create(
        incident=world.incident, reader=world.cast.max, asked_at=NOW - dt.timedelta(hours=1)
    )
    return world


def names_of_the_report() -> list[str]:
    """Return the addresses that begin like one of a report or a talk."""
    found = []
    for name in TABLE:
        space, _, short = name.rpartition(":")
        resolver = get_resolver()
        if space:
            resolver = resolver.namespace_dict[space][1]
        ways = resolver.reverse_dict.getlist(short)
        paths = [way[0][0][0] for way in ways]
        if any(path.startswith(OF_THE_REPORT) and "/new/" not in path for path in paths):
            found.append(name)
    return found


def _without_choices(body: str) -> str:
    """Take out lists to choose from: they hold every place and product there is."""
    return re.sub(r"<select.*?</select>|<datalist.*?</datalist>", "", body, flags=re.DOTALL)


def test_every_address_of_a_report_keeps_what_the_person_has_not_allowed(world: World) -> None:
    names, leaks = names_of_the_report(), []
    assert len(names) > 30, "the walk finds the addresses"
    marks = {mark: text for mark, text in MARKS.items() if mark not in ALLOWED}
    marks |= {"place": PLACE, "product": PRODUCT, "impact": "It is still with me"}
    for name in names:
        for method in ("get", "post"):
            cell = getattr(TABLE[name], method)
            if cell is None:
                continue
            status, body = _ask(name, TABLE[name], method, cell, "manager", world)
            assert status < 500, name
            said = _without_choices(body)
            leaks += [f"{method} {name}: {mark}" for mark, text in marks.items() if text in said]
    assert not leaks, "\n".join(leaks)


def test_day_deeds_and_agreements_stay(world: World) -> None:
    client = world.client("manager")
    body = client.get(world.incident.get_absolute_url()).content.decode()
    assert "Threatened" in body
    assert MARKS["support"] in body
    ReadingConsent.objects.update(may_read=True, answered_at=NOW)
    body = client.get(world.incident.get_absolute_url()).content.decode()
    assert MARKS["narrative"] in body
    assert PLACE in body
