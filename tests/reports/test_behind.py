"""Who is behind each published number: kept with the figures, enough of them, told to nobody."""

import re
from pathlib import Path
from typing import Any

import pytest

from reports import queries
from reports.operations.behind import people_behind
from tests.reports.company import OCTOBER
from tests.reports.unpicked.company import Company
from tests.reports.unpicked.stack import LONG, SMALLEST, published

Figures = dict[str, Any]
ROOT = Path(__file__).parents[2]


def test_people_are_distinct_over_the_months_and_one_who_made_most_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ann and Bob in both months; of team 2 Cas made seven of ten."""
    ann, bob, cas = 1, 2, 3
    rows = [(1, 9, ann, False, 2), (1, 9, bob, True, 1), (2, None, cas, False, 7)]
    monkeypatch.setattr(queries, "month_rows", lambda _month: rows)
    monkeypatch.setattr(queries, "channel_rows", lambda _month: [(4, ann, 3), (4, cas, 1)])
    monkeypatch.setattr(queries, "site_names", lambda: {5: ("s-5", "Alkmaar")})
    monkeypatch.setattr(queries, "site_rows", lambda _month: [(1, 5, ann, 2), (2, None, cas, 7)])
    told = people_behind(
        [OCTOBER, OCTOBER],
        {
            "products": [{"id": 9, "reports": 6}, {"id": None, "reports": None}],
            "channels": [{"number": 4, "reports": 8}, {"number": 5, "reports": 0}],
            "teams": [{"ids": [1, 2], "reports": 20}],
            "sites": [{"id": "s-5", "reports": 4}, {"id": "", "reports": 14}],
        },
    )
    assert told == {
        "products": [{"of": 9, "people": 2, "is_mostly_one": True}],
        "channels": [{"of": 4, "people": 2, "is_mostly_one": True}],
        "teams": [{"of": [1, 2], "people": 3, "is_mostly_one": True}],
        "sites": [
            {"of": "s-5", "people": 1, "is_mostly_one": True},
            {"of": "", "people": 1, "is_mostly_one": True},
        ],
    }


def test_every_number_of_a_year_has_enough_people_behind_it() -> None:
    """By the kept figures alone, of every table and period of an organisation."""
    seen = 0
    for _month, figures in published(Company(7001, LONG)):
        for name, tables in figures.get("behind", {}).items():
            own = figures if name == "month" else figures[name]
            for table, rows in tables.items():
                shown = own.get(table) or figures[name].get(table) or []
                assert len(rows) == sum(bool(row["reports"]) for row in shown)
                seen += len(rows)
                assert all(row["people"] >= SMALLEST for row in rows), (name, table)
    assert seen > 100


def test_nothing_that_answers_reads_it() -> None:
    """Pages, papers, files and the API take what they name; none of them names this."""
    answering = [*ROOT.glob("reports/[!o]*/**/*.py"), *ROOT.glob("reports/templates/**/*.html")]
    word = re.compile(r"""["'.]behind\b""")
    assert len(answering) > 100
    assert [path.name for path in answering if word.search(path.read_text())] == []
