"""The month's page names the products that the engine names, and no others."""

import pytest

from reports import queries
from reports.operations.products import judged_products
from reports.operations.window import Window
from reports.patterns import judge
from reports.periods import months_until, shifted
from tests.reports.company import OCTOBER

MONTHS = months_until(OCTOBER, 6)
USUAL = (38, 44, 36, 40, 47, 33, 41, 39, 42, 37, 45)
LARGE = len(USUAL)
HELD = 1_000


def window(large: int) -> Window:
    """Twelve products over six months: eleven of some forty reports, and a large one."""
    counts = [*USUAL, large]
    rows = [
        (month, product, 1, 100 + person, 1)
        for product, n in enumerate(counts)
        for place, month in enumerate(MONTHS)
        for person in range(n // 6 + (place < n % 6))
    ]
    sizes = [HELD] * len(USUAL) + [4 * HELD]
    contacts = [(month, product, 1, n) for month in MONTHS for product, n in enumerate(sizes)]
    shown: dict[int, list[int | None]] = {
        product: [n // 6 + (place < n % 6) for place in range(6)]
        for product, n in enumerate(counts)
    }
    return Window(MONTHS, rows, contacts, shown, {})


@pytest.mark.parametrize("large", range(200, 320, 12))
def test_page_names_what_the_engine_names(large: int) -> None:
    """From few products the engine holds its list to 5 % of chance names; so does the page."""
    found, basis = judged_products(window(large), "contacts", 5)
    told = judge([row.reports for row in found], [row.expected for row in found], bar=1.25)
    assert [row.is_flagged for row in found] == list(told.flagged)
    assert [row.chance for row in found] == pytest.approx(list(told.doubt))
    assert basis == ("little" if told.has_little_data else "contacts")


def test_short_list_is_held_to_fewer_chance_names() -> None:
    """A chance of 7 % to be wrong is enough in a long list, and not in one of twelve."""
    chances = {}
    for large in range(200, 320):
        found, _basis = judged_products(window(large), "contacts", 5)
        chances[found[LARGE].chance] = found[LARGE].is_flagged
    between = [is_flagged for chance, is_flagged in chances.items() if 0.05 < chance <= 0.10]
    assert between
    assert not any(between)


def test_share_that_grew_is_no_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without contacts: as many reports as before, of a quarter as many in all, is a share."""
    before = [(shifted(MONTHS[0], -1), product, 1, 7, 240) for product in range(11)]
    monkeypatch.setattr(queries, "product_rows", lambda _first, _last: before)
    counts = [60] * 10 + [240]
    rows = [(OCTOBER, product, 1, person, n // 10) for product, n in enumerate(counts)
            for person in range(10)]  # fmt: skip
    shown: dict[int, list[int | None]] = {p: [n] for p, n in enumerate(counts)}
    found, basis = judged_products(Window(MONTHS, rows, [], shown, {}), "changes", 5)
    assert basis == "changes"
    assert found[10].is_flagged
    assert found[10].expected == pytest.approx(840 / 11)
