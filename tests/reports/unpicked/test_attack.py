"""The attack in short: nothing can be worked out, and each seeded fault is found."""

import pytest
from django.test import Client

from reports.operations.publish import publish_month
from tests.cast import Cast
from tests.reports.company import OCTOBER, after_close, busy_months, founded
from tests.reports.unpicked.faults import FAULTS
from tests.reports.unpicked.run import attack
from tests.reports.unpicked.solve import Atom, People, Untrue, found, told

# 120: small teams shown together twice, under one name. 53: a place less a group that lies in it
# alone. 295: hours of the week, of which a year that moves by a month told one month. 486: two
# months of a team together, from the quarter of another. 7093: fourteen reports of a product, about
# fifteen of them with one trigger.
SEEDS = (53, 120, 295, 486, 7093, *range(7000, 7009))


def test_nobody_can_be_found_in_what_organisations_publish() -> None:
    caught = attack(SEEDS)
    assert caught.withheld > 100
    assert caught.cells == []


@pytest.mark.parametrize("name", FAULTS)
def test_attack_finds_somebody_when_a_fault_is_seeded(name: str) -> None:
    assert FAULTS[name](range(7000, 7050)).cells


def test_attack_solves_for_whole_numbers() -> None:
    """Two pairs of unknowns: three and two reports together, and one of the pair is one."""
    atoms: dict[Atom, People] = {
        "a": {1: 1},
        "b": {2: 1, 3: 1},
        "c": {4: 9, 5: 9, 6: 9, 7: 9, 8: 9},
    }
    assert found([told("ab", 3), told("abc", 48), told("c", 45)], atoms)
    assert not found([told("abc", 48)], atoms)


def test_attack_draws_nothing_from_statements_that_cannot_be() -> None:
    atoms: dict[Atom, People] = {"a": {1: 1}, "b": {2: 1}}
    with pytest.raises(Untrue):
        found([told("ab", 2), told("ab", 9)], atoms)


@pytest.mark.django_db
def test_a_manager_reaches_no_published_figure(client: Client, cast: Cast) -> None:
    busy_months(founded(teams=2), months=1)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    for person, seen in ((cast.hana, 200), (cast.max, 404), (cast.ana, 404)):
        client.force_login(person)
        for page in ("trends/2026-10/", "trends/2026-10/table/", "trends/2026-10/made-good/"):
            assert client.get(f"/{page}").status_code == seen
        board = client.get("/promises-kept/2026-10/")
        assert ("What sets it off most" in board.text) is (seen == 200), "the board is for all"
