"""Pages of organisations with many teams, products and causes; and what of a card is printed."""

from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string


def page(name: str, **shown: Any) -> str:
    return render_to_string(f"reports/{name}.html", shown)


@pytest.mark.parametrize(("number", "is_many"), [(24, False), (25, True)])
def test_many_teams_stand_four_beside_each_other(number: int, is_many: bool) -> None:  # noqa: FBT001 - a parameter
    teams = [{"name": f"Team {n}", "joined": 1, "reports": 7, "bar": "10"} for n in range(number)]
    assert ("teams many" in page("_teams", figures={"teams": teams})) is is_many


@pytest.mark.parametrize(("number", "is_folded"), [(12, False), (13, True)])
def test_many_pairs_of_cause_and_product_are_folded(number: int, is_folded: bool) -> None:  # noqa: FBT001 - a parameter
    pairs = [{"trigger": "price", "product": f"P{n}", "reports": 5} for n in range(number)]
    told = page("_triggers", crossed={"rows": [], "more": pairs})
    assert ("13 more pairs" in told) is is_folded
    assert "price · P11 (5)" in told


def test_page_says_that_twelve_products_are_not_all() -> None:
    lines = [{"name": f"P{n}", "values": [], "reports": 0} for n in range(12)]
    assert "No more than twelve are drawn" in page("_products", figures={"lines": lines})
    assert "No more than twelve" not in page("_products", figures={"lines": lines[:11]})


@pytest.mark.parametrize(("state", "is_printed"), [("new", False), ("dismissed", True)])
def test_buttons_of_a_card_are_not_printed_but_why_it_rests_is(
    state: str,
    is_printed: bool,  # noqa: FBT001 - a parameter
) -> None:
    card = {"public_id": UUID(int=7), "dismissed_why": "Season."}
    told = page("_card_decisions", state=state, card=card)
    assert ("no-print" not in told) is is_printed
