"""Pictures: what they may consist of, gaps for withheld months, colours of the page."""

import datetime as dt
import json
from itertools import pairwise
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from reports.charts.allowed import ATTRIBUTES, TAGS
from reports.charts.describe import line_chart
from reports.charts.drawing import drawn
from reports.charts.funnel import funnel_chart
from reports.charts.marks import bar_width, count_mark, interval_mark, sparkline
from reports.operations import funnel as figures
from reports.patterns.funnel import FAR, USUAL, funnel

MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]
VALUES = [12, 14, None, 11, 18, 16, 15, 17, 13, 1250]


def nodes(node: list[Any]) -> list[list[Any]]:
    children = [] if isinstance(node[2], str) else node[2]
    return [node, *(found for child in children for found in nodes(child))]


def shown(tree: list[Any], label: str = "A line") -> str:
    template = Template("{% load drawings %}{% drawing tree label %}")
    return template.render(Context({"tree": tree, "label": label}))


def test_drawn_keeps_only_what_a_page_may_carry() -> None:
    root, *inside = nodes(drawn(line_chart(MONTHS, VALUES, (8, 20), "wide")))
    assert root[0] == "svg"
    assert {node[0] for node in inside} <= TAGS
    assert {key for node in inside for key in node[1]} <= ATTRIBUTES
    assert "style" not in ATTRIBUTES
    assert json.loads(json.dumps(root)) == root


def test_drawn_takes_its_colours_from_the_page() -> None:
    text = json.dumps(drawn(line_chart(MONTHS, VALUES, (8, 20), "narrow")))
    assert "var(--c-line)" in text
    assert "var(--c-band)" in text
    assert "#" not in text


def test_line_chart_leaves_a_gap_where_a_month_is_withheld() -> None:
    found = nodes(drawn(line_chart(MONTHS, VALUES, None, "wide")))
    line = next(node for node in found if node[1].get("stroke") == "var(--c-line)")
    assert line[1]["d"].count("M") == 2


def test_line_chart_marks_a_month_that_stands_between_two_gaps() -> None:
    found = nodes(drawn(line_chart(MONTHS[:4], [3, None, 5, None], None, "wide")))
    dots = [node for node in found if node[1].get("fill") == "var(--c-line)"]
    assert len(dots) == 3


def test_line_chart_of_nothing_shown_still_draws_its_months() -> None:
    assert "2026-01" in json.dumps(drawn(line_chart(MONTHS, [None] * 10, None, "wide")))


def test_line_chart_is_the_same_every_time() -> None:
    spec = line_chart(MONTHS, VALUES, (8, 20), "wide")
    assert drawn(spec) == drawn(line_chart(MONTHS, VALUES, (8, 20), "wide"))


@pytest.mark.parametrize(
    ("language", "month", "number"), [("en", "Oct", "1,250"), ("nl", "okt", "1.250")]
)
def test_drawing_speaks_the_language_of_the_reader(language: str, month: str, number: str) -> None:
    tree = drawn(line_chart(MONTHS, VALUES, None, "wide"))
    with translation.override(language):
        text = shown(tree)
    assert f">{month} 2026</text>" in text
    assert f">{number}</text>" in text


def test_drawing_escapes_what_it_is_told() -> None:
    text = shown(["svg", {"viewBox": '"><script>'}, [["text", {}, "<b>"]]], label='"><script>')
    assert "<script>" not in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    "node", [["script", {}, "x"], ["foreignObject", {}, []], ["a", {"href": "x"}, []]]
)
def test_drawing_refuses_other_elements(node: list[Any]) -> None:
    with pytest.raises(ValueError, match=node[0]):
        shown(["svg", {"viewBox": "0 0 1 1"}, [node]])


def test_drawing_drops_other_attributes() -> None:
    text = shown(
        ["svg", {"viewBox": "0 0 1 1"}, [["rect", {"onclick": "x", "style": "y", "x": "3"}, []]]]
    )
    assert '<rect x="3"></rect>' in text


def test_interval_mark_puts_doublings_at_equal_steps_and_stays_in_the_picture() -> None:
    assert interval_mark(1, 0.5, 2) == {"at": "108", "low": "59", "high": "157"}
    assert interval_mark(40, 0.01, 90) == {"at": "206", "low": "10", "high": "206"}


def test_sparkline_has_one_scale_for_all_products_and_gaps() -> None:
    small = sparkline([1, None, 2], 1.0, (0, 3))
    large = sparkline([10, None, 20], 10.0, (0, 30))
    assert small == large
    assert small["path"] == "M0,36 L0,36 M150,14 L150,14", "a month between gaps is seen"
    assert sparkline([1, 2, 1], 1.0, None)["path"] == "M0,36 L75,14 L150,36"
    assert small["x"] == "150"


def test_bar_width_is_a_share_of_the_largest() -> None:
    assert [bar_width(3, 12), bar_width(0, 12), bar_width(0, 0)] == ["25", "0", "0"]


def test_count_mark_keeps_the_count_inside_its_scale() -> None:
    mark = count_mark(7, 2)
    assert [tick["label"] for tick in mark["ticks"]] == [0, 4, 8]
    assert mark["at"] == "181.5"
    assert mark["band"] == "49"


def test_axis_of_few_reports_has_no_halves() -> None:
    def labels(values: list[float | None]) -> set[str]:
        tree = drawn(line_chart(MONTHS[:3], values, None, "wide"))
        return {node[2] for node in nodes(tree) if isinstance(node[2], str)}

    assert not {"0.5", "1.5"} & labels([0, 3, None])
    assert "0.5" in labels([0.0, 2.6, 1.1])


def test_funnel_chart_has_both_limits_and_names_only_who_is_far_outside() -> None:
    contacts = [40_000, 50_000, 60_000, 80_000, 90_000]
    counts = [40, 52, 58, 85, 220]
    found = funnel(counts, contacts)
    low, high = found.limits([50_000], FAR)
    inner_low, inner_high = found.limits([50_000], USUAL)
    assert low[0] < inner_low[0] < found.mean < inner_high[0] < high[0]
    points = [
        {"name": f"P{n}", "contacts": held, "rate": 1e4 * seen / held, "side": "usual"}
        for n, (seen, held) in enumerate(zip(counts, contacts, strict=True))
    ]
    points[4]["side"] = "far_more"
    bands = {name: [(1, 0.0, 9e9), (90_000, 4.0, 16.0)] for name in ("far", "usual")}
    node = drawn(funnel_chart(points, bands, 12.0, "wide"))
    text = str(node)
    assert "'P4'" in text
    assert "'P1'" not in text
    assert "stroke-dasharray" in text
    assert "var(--c-hi)" in text


@pytest.mark.parametrize("most", [9, 24, 199, 260_927, 280_000, 349_999, 499_000, 999_999])
def test_ticks_of_contacts_do_not_run_into_each_other(most: int) -> None:
    """On a root scale: each at least an eighth of the width from the one before it."""
    points = [{"name": "P", "contacts": most, "rate": 12.0, "side": "usual"}]
    bands = {name: [(1, 0.0, 9e9), (most, 4.0, 16.0)] for name in ("far", "usual")}
    across = funnel_chart(points, bands, 12.0, "wide")["encoding"]["x"]
    places = [(value / most) ** 0.5 for value in across["axis"]["values"]]
    assert all(after - before > 1 / 8 for before, after in pairwise(places))


def test_no_reports_are_rare_only_where_many_are_expected() -> None:
    """No report at all has a chance of e to the minus expected: 1 in 1,000 from 6.9 on."""
    even = funnel([100, 101, 99, 100], [1e5] * 4)
    few, many = even.limits([6_500, 7_500], FAR)[0]
    assert few == 0 < many


def test_funnel_of_chance_alone_is_not_widened_and_far_groups_do_not_hide() -> None:
    """By a table of Poisson, of 10 expected 3 or fewer and 18 or more are rarer than 1 in 40."""
    even = funnel([100, 101, 99, 100], [1e5] * 4)
    assert even.spread == 1.0
    low, high = (float(end[0]) * 10_000 for end in even.limits([10_000], USUAL))
    assert 3 < low < 4
    assert 17 < high < 18
    outlier = funnel([100] * 19 + [400], [1e5] * 20)
    assert outlier.limits([1e5], FAR)[1][0] < 400 / 1e5
    with pytest.raises(ValueError, match="no reports"):
        funnel([0, 0], [1, 1])


def test_ticks_of_millions_are_fewer_on_a_phone() -> None:
    points = [{"name": "P", "contacts": 6_000_000, "rate": 12.0, "side": "usual"}]
    bands = {name: [(1, 0.0, 9e9), (6_000_000, 4.0, 16.0)] for name in ("far", "usual")}
    ticks = {
        shape: funnel_chart(points, bands, 12.0, shape)["encoding"]["x"]["axis"]["values"]
        for shape in ("narrow", "wide")
    }
    assert ticks["narrow"] == [1_500_000, 6_000_000]
    assert len(ticks["wide"]) == 4


def test_funnel_leaves_out_who_has_a_month_that_is_withheld(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Gas had none in one month and a few, withheld, in the other: it did not go without."""
    months = [dt.date(2026, 9, 1), dt.date(2026, 10, 1)]
    shown: figures.Shown = {months[0]: {1: 12, 2: 0}, months[1]: {1: 9, 2: None}}
    contacts = {month: {1: 900, 2: 700} for month in months}
    monkeypatch.setattr(figures, "known_contacts", lambda *months, of_teams: contacts)
    points = figures._points(shown, {1: "Bill", 2: "Gas"}, of_teams=False)
    assert points == [{"name": "Bill", "reports": 21, "contacts": 1800}]
