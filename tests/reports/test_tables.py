"""Small tables as files: what the page withholds is withheld, and nothing is finer than there."""

import datetime as dt
from typing import Any

from reports.exports import table
from reports.queries.exposure import Number, Week
from reports.queries.tables import rows_of_effects, rows_of_late, rows_of_made_good, rows_of_weeks

COMPARED: dict[str, Any] = {
    "verdict": "works",
    "before": 2.34567,
    "after": 1.2,
    "ratio": 0.511585,
    "low": 0.3,
    "high": 0.91234,
}


def test_made_good_as_a_file_withholds_what_its_page_does() -> None:
    figures = {
        "products": [{"name": "Bill", "cost": 600}, {"name": None, "cost": None}],
        "teams": [{"name": "", "above": "North", "joined": 3, "tenths": 8}],
        "own_idea": None,
    }
    endings: dict[str, Any] = {"behaviours": [], "relations": [], "complaints": []}
    endings["outcomes"] = [{"label": "left angry", "reports": None}]
    heading, *rows = rows_of_made_good(figures, endings)
    assert rows == [
        ("Given in euros", "Bill", 600),
        ("Given in euros", "Not about a product", "not shown"),
        ("Promises kept, of 10", "3 teams together in North", 8),
        ("The customer’s own idea, of 10", "", "not shown"),
        ("How it ended", "left angry", "not shown"),
    ]
    assert rows_of_made_good(None, endings) == [heading], "no quarter has closed yet"


def test_rates_of_training_are_no_finer_than_on_their_page() -> None:
    open_ended = COMPARED | {"verdict": "early", "high": None}
    silent = dict.fromkeys(COMPARED) | {"verdict": "few"}
    effects = [("waiting", COMPARED), ("tone", open_ended), ("calm", silent)]
    assert rows_of_effects(effects)[1:] == [
        ("waiting", "Works so far.", 2.35, 1.2, 0.51, 0.3, 0.91),
        ("tone", "Too early to say.", 2.35, 1.2),
        ("calm", "The numbers are too small to say anything.", None, None),
    ]


def test_late_teams_that_are_not_shown_stand_as_such() -> None:
    team = {"name": "North", "above": "", "joined": 1, "late": 6}
    tables = [{"course": "Calm", "teams": [team], "hidden": 2, "is_clear": False}]
    assert rows_of_late(tables)[1:] == [
        ("Calm", "North", 6),
        ("Calm", "Other teams (2)", "not shown"),
    ]


def test_missing_contacts_are_an_empty_cell_with_the_word() -> None:
    numbers = [
        Number(None, is_missing=True, is_part=False),
        Number(100, is_missing=False, is_part=True),
        Number(None, is_missing=False, is_part=False),
        Number(0, is_missing=False, is_part=False),
    ]
    week = Week(dt.date(2026, 9, 7), 100, numbers)
    assert rows_of_weeks([], [Week(dt.date(2026, 9, 7), None, [])])[1:] == [
        ("2026-09-07", "All together", None, "missing"),
    ]
    assert rows_of_weeks(["Bill", "Pump", "Boiler", None], [week])[1:] == [
        ("2026-09-07", "All together", 100, None),
        ("2026-09-07", "Bill", None, "missing"),
        ("2026-09-07", "Pump", 100, "in part"),
        ("2026-09-07", "No product", 0, None),
    ]


def test_table_lets_no_text_run_as_a_formula() -> None:
    made = table([("=1+1", "@x", "-2", 3), ("\tx", "+1", "fine", None)])
    assert "'=1+1,'@x,'-2,3" in made
    assert made.startswith("\ufeff")


def test_wishes_stand_below_the_effects() -> None:
    rows = rows_of_effects([("Calming", COMPARED)], [("Setting boundaries", 15)])
    assert rows[-1] == ("Setting boundaries", "People who wish for it, in steps of five", 15)
