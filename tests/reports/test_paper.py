"""Reports on paper: the page's own words, withheld where the page withholds, and readable aloud."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from reports.charts.marks import interval_mark
from reports.exports import sheet
from reports.exports.sheet import paper
from reports.paper.blocks import blocks_of
from reports.paper.fives import tells_too_much
from reports.paper.picture import COLOURS, picture
from reports.paper.tree import tree_of
from reports.queries.breakdown import CountTable, Line
from reports.queries.council import edition, hours_of
from tests.pdf_text import pages_of, words_of

DAY = dt.date(2026, 10, 1)
HEAT: dict[str, Any] = {
    "first": "2026-07",
    "last": "2026-09",
    "width": 1,
    "bands": [[9, 10], [10, 11]],
    "rows": [[{"reports": None, "depth": 0}, {"reports": 35, "depth": 5}]],
}
MONTH: dict[str, Any] = {
    "figures": {
        "month": {"reports": 61, "people": 17, "serious": None, "products": []},
        "smallest": 5,
        "teams": [{"name": "North", "joined": 1, "reports": None}],
        "hidden": {"hours": 1, "teams": 1},
        "findings": [],
        "compared": 4,
        "year_ago": {"month": "2025-10", "people": 12, "serious": None},
        "series": [{"month": "2026-10", "reports": None}],
    },
    "findings": [],
    "heat": HEAT,
    "hides_hours": True,
    "day": DAY,
    "compared": [("Reports", 61, 48), ("Threatening or physical", None, None)],
}


def made(**changes: Any) -> bytes:
    return paper("reports/paper_month.html", MONTH | changes, title="October", foot="Luwte.")


def test_paper_says_what_the_page_says_and_keeps_what_is_withheld() -> None:
    told = words_of(made())
    assert "61 reports in October" in told
    assert "North not shown" in told
    assert "Mon × 35" in told
    assert "Threatening or physical not shown not shown" in told
    assert "October 2026 not shown" in told
    assert "Reports 61 48" in told


def test_month_has_its_rate_beside_that_of_a_year_before_and_its_funnel() -> None:
    year_ago = {"month": "2025-10", "rate": 27.3}
    point = {"month": "2026-10", "reports": 61, "rate": 44.0}
    told = words_of(made(figures=MONTH["figures"] | {"series": [point], "year_ago": year_ago}))
    assert "44.0 per 10,000 contacts; 27.3 in October 2025" in told
    assert "Products beside their contacts" in told
    assert "For internal use by HR." in told


def test_wishes_for_training_stand_on_paper_for_hr() -> None:
    told = words_of(made(effects=[], wishes=[("aggression", 15)]))
    assert "Subjects that several people share" in told
    assert "Aggression 15" in told


def test_what_belongs_together_stays_on_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has some 45 lines: a short table, a name with its picture go to the next."""

    def words(text: str) -> dict[str, Any]:
        return {"kind": "words", "look": "plain", "runs": [[text, ""]]}

    def cell(text: str) -> dict[str, Any]:
        return {"text": text, "right": False, "wide": 1, "depth": None}

    rows = [[cell(f"row {n}")] for n in range(16)]
    table = {"kind": "table", "head": [], "rows": rows, "heat": False}
    product = [words("name"), *(words("line") for _ in range(5)), words("foot")]
    grid = {"kind": "grid", "columns": 4, "cells": [product] * 4}
    filler = [words("-")] * 34
    blocks = [*filler, words("caption"), table, *filler, grid]
    monkeypatch.setattr(sheet, "blocks_of", lambda _tree: blocks)
    pages = [set(page.replace("row ", "row").split()) for page in pages_of(made())]
    assert len(pages) == 3
    assert [{"caption", "row0", "row15"} <= page for page in pages] == [False, True, False]
    assert [bool({"name", "foot"} & page) for page in pages].count(True) == 1


def test_paper_is_the_same_bytes_twice_tagged_and_in_the_language_of_its_reader() -> None:
    with translation.override("nl"):
        first, second = made(), made()
    assert first == second
    assert "61 meldingen in oktober" in words_of(first)
    assert b"/Lang (nl)" in first or b"/Lang(nl)" in first
    assert b"/StructTreeRoot" in first


def test_only_what_is_seen_goes_on_paper() -> None:
    markup = '<p>a <span class="vh">b</span><b>c</b></p><nav>d</nav><p class="no-print">e</p>'
    assert blocks_of(tree_of(markup)) == [
        {"kind": "words", "look": "plain", "runs": [["a ", ""], ["c", "strong"]]}
    ]


def test_picture_stands_on_its_own_with_its_sentence_beside_it() -> None:
    mark = interval_mark(1.9, 1.2, 2.6)
    line = f'<line class="c-hi range" x1="{mark["low"]}" x2="{mark["high"]}"/>'
    tree = tree_of(f'<svg viewBox="0 0 216 58" role="img" aria-label="1.9 times">{line}</svg>')
    (block,) = blocks_of(tree)
    assert block["alt"] == "1.9 times"
    assert block["svg"] == picture(tree.elements[0])
    assert f'stroke="{COLOURS["--c-hi"]}"' in block["svg"]
    assert "var(" not in block["svg"]
    assert "class=" not in block["svg"]


def test_pictures_on_paper_have_the_light_colours_of_the_page() -> None:
    tokens = (settings.BASE_DIR / "config/css/tokens.css").read_text(encoding="utf-8")
    light = tokens.partition("prefers-color-scheme")[0]
    for name, colour in COLOURS.items():
        found = re.search(rf"{name}: (#[0-9a-f]+);", light)
        assert found is not None, name
        assert found[1].ljust(7, "f") == colour, name


def test_rounded_rows_that_would_tell_a_number_are_found() -> None:
    assert not tells_too_much([50, 35, 25, 20], 130)
    assert not tells_too_much([50], 50)
    # Four rows of at least 8 each cannot be 32 unless each of them is 8.
    assert tells_too_much([10, 10, 10, 10], 30)
    assert not tells_too_much([10, None, 10, 10], 30)


def test_council_edition_has_no_number_but_fives_days_and_years() -> None:
    told = words_of(paper("reports/paper_council.html", council(), title="October", foot="Luwte."))
    assert "Reports 60 50" in told
    assert "Energy bill not shown" in told
    assert "Left out: rounded rows" in told
    assert "× not shown" in told
    numbers = re.sub(r"\d\d:00|\b20\d\d\b|\d+ / \d+|\d+ [A-Z][a-z]+ 20\d\d", "", told)
    assert [n for n in re.findall(r"\d+", numbers) if int(n) % 5] == []


def test_council_reads_where_a_band_of_hours_ends() -> None:
    """A whole day stood as midnight."""
    assert hours_of({"width": 24, "bands": [[0, 24]]}) == ["00:00–24:00"]
    assert hours_of({"width": 1, "bands": [[9, 10]]}) == ["09:00"]
    assert hours_of({}) == []


def test_council_reads_all_products_that_the_months_of_a_quarter_named() -> None:
    """Those of its last month alone stood there."""
    quarter = council(named=[{"name": "Gas", "months": ["2026-07"]}])
    assert quarter["named"] == ["Gas"]


def test_council_tells_groups_of_the_same_words_apart() -> None:
    group = {"name": "", "above": "Field", "joined": 2, "reports": 30}
    figures = MONTH["figures"] | {"teams": [group | {"such_as": "Night"}, group]}
    lines = council(figures=figures)["tables"][-1].lines
    assert [line.label for line in lines] == [
        "Other teams in Field, with Night",
        "Other teams in Field",
    ]


def council(**changes: Any) -> dict[str, Any]:
    figures = MONTH["figures"] | {
        "series": [{"month": "2026-10", "reports": 61, "people": 17, "rate": 13.6}],
        "teams": [{"name": name, "above": "", "joined": 1, "reports": 12} for name in "ABCD"],
    }
    shown = MONTH | {
        "figures": figures,
        "total": 61,
        "tables": [CountTable("By product", [Line("Energy bill", None), Line("Gas", 23)])],
        "triggers": [],
        "notes": [],
        "actions": [],
        "effects": [("calming", {"verdict": "works", "before": 1.53, "after": 0.97})],
        "late": [{"course": "Calm", "is_clear": False, "teams": [], "hidden": 3}],
        "promise_lines": [{"label": "Kept", "value": "9 of 10", "tenths": 9, "of": 260}],
    }
    return {"name": "October 2026"} | edition(shown | changes)
