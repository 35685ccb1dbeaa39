"""Who holds a talk when somebody is away, was part of it, left or came back."""

import datetime as dt
from itertools import product

import pytest

from incidents.models import InvolvedColleague
from people.models import Absence, User
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.models import CheckIn
from wellbeing.operations import hand_over

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 18)


def away(person: User, first: dt.date = TODAY, last: dt.date | None = None) -> Absence:
    return Absence.objects.create(
        user=person,
        starts_on=first,
        ends_on=last,
        made_by=person,
        made_at=local("2026-11-18 08:00"),
    )


def owners(person: User) -> list[str]:
    return [row.owner.given_name if row.owner else "nobody" for row in checkins_of(person)]


LINE = ("max", "dex", "nora", "pim")


def expected(gone: set[str], part: set[str]) -> str | None:
    """Walk down the line by hand: who may hold it and is there; else who may hold it at all."""
    for is_checked in (True, False):
        for name in LINE:
            if name in part or (is_checked and name in gone):
                continue
            return name
    return None


@pytest.mark.parametrize("gone", list(product([False, True], repeat=4)))
def test_holder_is_the_nearest_who_is_there_and_was_not_part_of_it(
    cast: Cast, now: dt.datetime, gone: tuple[bool, ...]
) -> None:
    incident = report(cast.ana, cast.north, now)
    absent = {name for name, is_gone in zip(LINE, gone, strict=True) if is_gone}
    for name in absent:
        away(getattr(cast, name))
    for part in product([False, True], repeat=4):
        involved = {name for name, is_part in zip(LINE, part, strict=True) if is_part}
        InvolvedColleague.objects.all().delete()
        CheckIn.objects.update(owner=None, standing_in_for=None)
        for name in involved:
            InvolvedColleague.objects.create(
                incident=incident, person=getattr(cast, name), marked_by=cast.ana, marked_at=now
            )
        CheckIn.objects.update(rehome_at=now)
        hand_over(now=now)
        named = expected(absent, involved)
        found = {row.owner for row in checkins_of(cast.ana)}
        assert found == {getattr(cast, named) if named else None}, (absent, involved)
