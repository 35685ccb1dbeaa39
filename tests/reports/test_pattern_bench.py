"""The bench in short: a company says what is in it, rules do what their papers say, goals hold."""

from math import nan
from pathlib import Path

import numpy as np
import pytest

from bench.patterns import pace, rules
from bench.patterns.grade import deviance, grade
from bench.patterns.hours import hours
from bench.patterns.picture import draw
from bench.patterns.rules import Spell
from bench.patterns.simulate import LARGE, SMALL, WEEKS, simulate
from bench.patterns.table import SMALL_GOALS, Goal, is_met, lines, seen

QUICK = (
    Goal("products", "products engine precision", 0.7),
    Goal("customers", "customers engine precision", 0.7),
    Goal("chronic", "customers top recall", 0.4),
    Goal("cover", "customers cover", 0.86, 0.95),
    Goal("forecast", "forecast engine", None, 0.49),
    Goal("false alarms", "weekly engine false", None, 0.30),
)


def test_simulate_gives_the_same_company_for_the_same_seed() -> None:
    (one, truth), (other, _), (third, _) = (simulate(seed, SMALL) for seed in (7, 7, 8))
    assert (one.reports.day == other.reports.day).all()
    assert len(one.reports.day) != len(third.reports.day)
    assert 450 <= len(one.reports.day) <= 800
    assert one.reports.week.max() < WEEKS
    assert truth.chronic.shape == (2,)


def test_simulate_plants_what_it_says() -> None:
    company, truth = simulate(5, LARGE)
    counts, contacts = company.weekly()
    assert 15_000 <= counts.sum() <= 19_500
    assert contacts.sum() == pytest.approx(2e6, rel=0.02)
    before = after = 0.0
    for product, start in truth.lasting.items():
        usual = counts[:start, product].sum() / contacts[:start, product].sum()
        before += usual * contacts[start:, product].sum()
        after += counts[start:, product].sum()
    assert after / before == pytest.approx(2, rel=0.2)
    reports = np.bincount(company.reports.customer, minlength=company.customers)
    often = reports[truth.chronic].sum() / truth.customer_contacts[truth.chronic].sum()
    assert often / (counts.sum() / contacts.sum()) == pytest.approx(8, rel=0.25)


def test_engine_keeps_its_goals_on_a_few_companies(tmp_path: Path) -> None:
    rows = [grade(*simulate(seed, LARGE)) | hours(seed, LARGE) for seed in (21, 22)]
    assert [goal.name for goal in QUICK if not is_met(goal, seen(rows, goal.mark))] == []
    for row in rows:
        assert row["customers engine promised"] <= 0.08 * row["customers engine names"]
        assert row["outlook engine promised"] <= 0.08 * row["outlook engine names"]
    assert seen(rows, "weekly ears false").mean > 10 * seen(rows, "weekly engine false").mean
    assert seen(rows, "customers prr wrong").mean > 50 * seen(rows, "customers engine wrong").mean
    draw(rows, tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_text().startswith("<svg")
    told = "\n".join(lines(rows, QUICK))
    assert "EARS C2" in told
    assert "EB05" in told
    assert "EARS C2 above" in told
    assert "times those seen" in told


def test_engine_names_few_wrong_ones_in_small_companies() -> None:
    rows = [grade(*simulate(seed, SMALL)) for seed in range(200, 212)]
    assert [goal.name for goal in SMALL_GOALS if not is_met(goal, seen(rows, goal.mark))] == []


def test_planted_hours_are_found_and_few_others() -> None:
    rows = [hours(seed, LARGE) for seed in range(6)]
    assert seen(rows, "hours engine recall").mean >= 0.9
    assert seen(rows, "shares engine recall").mean >= 0.7
    for kind in ("hours", "shares"):
        assert (
            seen(rows, f"{kind} engine wrong").mean <= 0.2 * seen(rows, f"{kind} engine names").mean
        )
        assert 0.87 <= seen(rows, f"{kind} cover").mean <= 0.97


def test_pace_names_the_same_customers_as_a_loop_through_scipy() -> None:
    found = pace.pace(3, customers=20_000, sample=200)
    assert found.names > 0
    assert found.is_same
    assert found.apart <= 1e-9
    told = "\n".join(pace.told(found))
    assert "20,000 customers" in told
    assert told.endswith("NOT MET") is not found.is_met


def test_proportional_ratio_of_a_published_table() -> None:
    ratio = rules.proportional_ratio(np.array([5.0, 3, 1]), np.array([9.0, 7, 1]))
    assert ratio == pytest.approx([1.11, 0.71, 2.0], abs=0.005)


def test_ears_looks_at_seven_weeks_that_end_two_weeks_ago() -> None:
    week = np.array([[2.0], [3], [2], [3], [2], [3], [2], [9], [9], [9]])
    assert rules.ears_alarms(week)[:, 0].tolist() == [False] * 9 + [True]
    assert not rules.ears_alarms(week, 13).any()
    week[9] = 4
    assert not rules.ears_alarms(week).any()


def test_ratio_rule_wants_twice_the_last_eight_weeks_and_three() -> None:
    low, high = np.ones((9, 1)), np.full((9, 1), 2.0)
    low[8], high[8] = 2, 4
    assert not rules.ratio_alarms(low).any()
    assert np.flatnonzero(rules.ratio_alarms(high)).tolist() == [8]


def test_spells_join_alarms_with_two_quiet_weeks_between() -> None:
    rings = np.zeros((20, 2), bool)
    rings[[3, 6, 10], 1] = True
    assert rules.spells(rings) == [Spell(1, 3, 6), Spell(1, 10, 10)]


def test_top_takes_the_first_of_equals_and_rate_needs_twenty_contacts() -> None:
    assert np.flatnonzero(rules.top(np.array([1.0, 5, 5, 0]), 1)).tolist() == [1]
    assert rules.rate(np.array([2.0, 2]), np.array([19.0, 20])).tolist() == [0, 0.1]


def test_deviance_is_nothing_for_a_perfect_forecast() -> None:
    assert deviance(np.array([2.0, 5]), np.array([2.0, 5])) == pytest.approx(0)
    assert deviance(np.array([0.0]), np.array([0.5])) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("least", "most", "values", "verdict"),
    [
        (0.9, None, [0.85, 0.93], True),
        (0.9, None, [0.85, 0.86], False),
        (None, 0.3, [0.25, 0.37], True),
        (None, 0.3, [0.34, 0.36], False),
        (0.9, None, [nan, nan], False),
    ],
)
def test_a_goal_is_met_when_the_mean_and_one_standard_error_reach_it(
    least: float | None, most: float | None, values: list[float], *, verdict: bool
) -> None:
    rows = [{"mark": value} for value in values]
    assert is_met(Goal("goal", "mark", least, most), seen(rows, "mark")) is verdict
