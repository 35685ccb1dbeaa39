"""The pattern engine against published numbers, numerical integration and its own symmetries."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from reports.patterns import (
    Prior,
    fit_gamma,
    fit_prior,
    flag,
    is_enough,
    posterior,
    prior,
    standardised,
)

PRIOR = Prior(0.9, 0.4, 6.0, 7.0, 0.15)


def company(seed: int, size: int = 300) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    expected = rng.lognormal(0.5, 1.0, size)
    ratio = np.where(rng.random(size) < 0.08, rng.gamma(6, 0.6, size), rng.gamma(16, 1 / 16, size))
    return rng.poisson(expected * ratio).astype(float), expected


def likelihood(p: Prior, n: np.ndarray, e: np.ndarray) -> float:
    """The marginal log likelihood through scipy's own negative binomial."""
    first = stats.nbinom.pmf(n, p.alpha1, p.beta1 / (p.beta1 + e))
    second = stats.nbinom.pmf(n, p.alpha2, p.beta2 / (p.beta2 + e))
    return float(np.log(p.weight * first + (1 - p.weight) * second).sum())


def test_fit_gamma_finds_the_published_fit_of_the_car_claims() -> None:
    # Efron & Hastie, Computer Age Statistical Inference (2016), table 6.1: European car-insurance
    # claims of one year; maximum likelihood shape .7015, rate 3.2727.
    policies = [7840, 1317, 239, 42, 14, 4, 4, 1]
    claims = np.repeat(np.arange(8.0), policies)
    shape, rate = fit_gamma(claims, np.ones_like(claims))
    assert shape == pytest.approx(0.7015118, abs=2e-4)
    assert rate == pytest.approx(3.2726847, abs=1e-3)
    both = Prior(shape, rate, shape, rate, 0.5)
    assert -likelihood(both, claims, np.ones_like(claims)) == pytest.approx(5348.03996, abs=1e-4)


def test_posterior_forecasts_the_car_claims_as_printed() -> None:
    # The gamma column of the same table: claims expected next year after x claims this year.
    printed = [0.164, 0.398, 0.633, 0.87, 1.10, 1.34, 1.57]
    both = Prior(0.7015118, 3.2726847, 0.7015118, 3.2726847, 0.5)
    known = posterior(np.arange(7), np.ones(7), both)
    forecast = known.alpha1 / known.beta1
    assert forecast == pytest.approx(printed, abs=0.006)
    assert forecast[:3] == pytest.approx(printed[:3], abs=0.002)


@pytest.mark.parametrize("zero_truncated", [False, True])
def test_fit_prior_climbs_with_the_right_slope(*, zero_truncated: bool) -> None:
    n, e = company(3, 60)
    n = np.maximum(n, 1) if zero_truncated else n
    place = np.array([0.3, -0.4, 1.1, 1.3, -1.2])

    def both(x: np.ndarray) -> tuple[float, np.ndarray]:
        return prior._cost(
            x, n=n, exposure=e, weights=np.ones_like(n), zero_truncated=zero_truncated
        )

    def value(x: np.ndarray) -> float:
        return both(x)[0]

    numeric = optimize.approx_fprime(place, value, 1e-7)
    assert both(place)[1] == pytest.approx(numeric, rel=2e-4, abs=1e-3)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fit_prior_is_no_worse_than_a_blind_search(seed: int) -> None:
    n, e = company(seed)

    def cost(x: np.ndarray) -> float:
        a1, b1, a2, b2 = np.exp(x[:4])
        return -likelihood(Prior(a1, b1, a2, b2, 1 / (1 + np.exp(-x[4]))), n, e)

    edges = optimize.Bounds([-4, -4, -4, -4, -6], [np.log(25), 4, np.log(25), 4, 6])
    blind = optimize.differential_evolution(cost, edges, seed=seed, maxiter=60, tol=1e-8)
    assert likelihood(fit_prior(n, e), n, e) >= -blind.fun - 1e-3


def test_fit_prior_of_a_zero_truncated_table_finds_what_made_it() -> None:
    rng = np.random.default_rng(8)
    e, wild = rng.lognormal(0.5, 0.8, 20_000), rng.random(20_000) < 0.2
    n = np.zeros(20_000)
    while not n.all():
        ratio = np.where(wild, rng.gamma(2, 2, 20_000), rng.gamma(5, 0.2, 20_000))
        n = np.where(n > 0, n, rng.poisson(e * ratio))
    found = fit_prior(n, e, zero_truncated=True)
    assert found.weight == pytest.approx(0.2, abs=0.06)
    assert found.alpha1 / found.beta1 == pytest.approx(4, rel=0.15)
    assert found.alpha2 / found.beta2 == pytest.approx(1, rel=0.05)


def test_fit_prior_caps_the_shapes_and_lifts_the_cap_when_asked() -> None:
    rng = np.random.default_rng(4)
    e = rng.lognormal(4, 0.5, 400)
    n = rng.poisson(e * rng.gamma(200, 1 / 200, 400)).astype(float)
    capped, free = fit_prior(n, e), fit_prior(n, e, max_shape=None)
    assert max(capped.alpha1, capped.alpha2) <= 25
    assert max(free.alpha1, free.alpha2) > 100


def test_fit_prior_falls_back_to_a_fixed_gamma_with_little_data() -> None:
    assert fit_prior(np.ones(29), np.ones(29)) == Prior(4, 4, 4, 4, 0.5)
    assert fit_prior(np.ones(40), np.ones(40)) == Prior(4, 4, 4, 4, 0.5)
    assert not is_enough(np.ones(40), np.ones(40))
    assert is_enough(np.full(40, 2), np.ones(40))


def test_fit_prior_of_a_long_table_is_close_to_the_unfolded_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    n, e = company(5, 6_000)
    folded = fit_prior(n, e)
    monkeypatch.setattr(prior, "SQUASH_ABOVE", 10**9)
    assert likelihood(folded, n, e) >= likelihood(fit_prior(n, e), n, e) - 0.5


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1, 2], [1]), ([[1]], [[1]]), ([-1], [1]), ([1], [-1]), ([np.nan], [1]), ([1], [np.inf])],
)
def test_fit_prior_refuses_what_is_not_a_table(counts: list[float], expected: list[float]) -> None:
    with pytest.raises(ValueError, match="counts and expected"):
        fit_prior(counts, expected)


@pytest.mark.parametrize(("n", "e"), [(0, 0.2), (0, 6.0), (3, 0.4), (9, 11.0), (40, 12.5)])
def test_posterior_agrees_with_numerical_integration(n: int, e: float) -> None:
    def density(ratio: float) -> float:
        first = stats.gamma.pdf(ratio, PRIOR.alpha1, scale=1 / PRIOR.beta1)
        second = stats.gamma.pdf(ratio, PRIOR.alpha2, scale=1 / PRIOR.beta2)
        mixed = PRIOR.weight * first + (1 - PRIOR.weight) * second
        return float(mixed * stats.poisson.pmf(n, ratio * e))

    def area(low: float, high: float) -> float:
        parts = np.unique(np.clip([low, 1e-6, 0.01, 0.5, 1, 2, 5, high], low, high))
        return sum(integrate.quad(density, a, b, limit=200)[0] for a, b in pairwise(parts))

    whole = area(0, 60)
    known = posterior([n], [e], PRIOR)
    for bar in (0.5, 1.25, 2.0):
        assert known.probability_above(bar)[0] == pytest.approx(area(bar, 60) / whole, abs=1e-5)
    for q in (0.05, 0.5, 0.95):
        assert area(0, float(known.quantile(q)[0])) / whole == pytest.approx(q, abs=1e-4)
    log_mean = sum(
        integrate.quad(lambda r: np.log(r) * density(r), a, b, limit=300)[0]
        for a, b in [(1e-12, 1e-6), (1e-6, 0.01), (0.01, 1), (1, 4), (4, 60)]
    )
    assert np.log(known.geometric_mean[0]) == pytest.approx(log_mean / whole, abs=2e-3)


def test_posterior_has_no_nan_at_the_edges() -> None:
    n = np.array([0, 0, 0, 10_000, 10_000, 3, 0, 10_000])
    e = np.array([0, 1e-12, 1e6, 1e6, 1e-9, 0, 5, 0])
    for known in (posterior(n, e, PRIOR), posterior(n, e, Prior(4, 4, 4, 4, 0.5))):
        for values in (
            known.geometric_mean,
            known.quantile(0.05),
            known.quantile(0.95),
            known.probability_above(1.25),
            known.probability_at_or_below(1.25),
        ):
            assert np.isfinite(values).all()
        assert (known.quantile(0.05) <= known.quantile(0.95)).all()


def test_doubling_all_contacts_changes_no_estimate() -> None:
    rng = np.random.default_rng(6)
    groups = tuple(rng.integers(0, size, 2_000) for size in (26, 40, 12))
    n, contacts = rng.poisson(0.7, 2_000), rng.integers(0, 90, 2_000)
    once, twice = standardised(groups, n, contacts), standardised(groups, n, contacts * 2)
    for a, b in zip(once, twice, strict=True):
        assert a == pytest.approx(b)


def test_merging_two_identical_periods_keeps_the_centre_and_narrows_the_range() -> None:
    n, e = np.array([12.0]), np.array([12.0])
    flat = Prior(4, 4, 4, 4, 0.5)
    once, twice = posterior(n, e, flat), posterior(2 * n, 2 * e, flat)
    assert twice.geometric_mean == pytest.approx(once.geometric_mean, rel=0.02)
    assert twice.quantile(0.95)[0] - twice.quantile(0.05)[0] < 0.8 * (
        once.quantile(0.95)[0] - once.quantile(0.05)[0]
    )


def test_permuting_rows_changes_nothing() -> None:
    n, e = company(7, 2_400)
    mixed = np.random.default_rng(0).permutation(len(n))
    learnt = fit_prior(n, e)
    assert fit_prior(n[mixed], e[mixed]) == learnt
    chances = posterior(n, e, learnt).probability_at_or_below(1.25)
    assert (flag(chances[mixed]) == flag(chances)[mixed]).all()


def test_adding_a_product_without_exposure_changes_nothing() -> None:
    n, e = company(9)
    assert fit_prior(np.append(n, 0), np.append(e, 0)) == fit_prior(n, e)


def test_ninety_percent_ranges_hold_the_truth_about_nine_times_in_ten() -> None:
    held = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        e, ratio = rng.lognormal(1.5, 1.0, 400), rng.gamma(12, 1 / 12, 400)
        n = rng.poisson(e * ratio)
        known = posterior(n, e, fit_prior(n, e))
        held.append(np.mean((known.quantile(0.05) < ratio) & (ratio < known.quantile(0.95))))
    assert 0.87 <= np.mean(held) <= 0.95


def test_planted_products_are_named_and_few_others() -> None:
    right = named = planted = 0
    for seed in range(40):
        rng = np.random.default_rng(100 + seed)
        e = rng.lognormal(2.8, 0.9, 200)
        ratio = rng.gamma(40, 1 / 40, 200)
        ratio[:5] = 2.0
        e[:5] = np.maximum(e[:5], 20)
        n = rng.poisson(e * ratio)
        known = posterior(n, e, fit_prior(n, e))
        list_ = flag(np.where(n >= 3, known.probability_at_or_below(1.25), 1.0))
        named += int(list_.sum())
        right += int((list_ & (ratio > 1.25)).sum())
        planted += int(list_[:5].sum())
    assert right / named >= 0.88
    assert planted / 200 >= 0.70


@given(st.lists(st.floats(0, 1), max_size=12), st.floats(0.01, 0.5))
@settings(deadline=None)
def test_flag_names_the_longest_list_within_the_promise(chances: list[float], fdr: float) -> None:
    named = flag(chances, fdr)
    longest = max(
        (k for k in range(len(chances) + 1) if sum(sorted(chances)[:k]) <= (fdr + 1e-12) * k),
        default=0,
    )
    assert named.sum() == pytest.approx(longest, abs=1e-9)
    assert sorted(np.asarray(chances)[named]) == sorted(chances)[:longest]


def test_standardised_credits_a_busy_week_a_busy_team_and_never_the_product_itself() -> None:
    rng = np.random.default_rng(2)
    cells = np.indices((10, 6, 30)).reshape(3, -1)
    week, product, team = cells
    contacts = rng.integers(200, 400, cells.shape[1])
    habit = np.where(team < 10, 2.0, 1.0)
    season = np.where(week < 3, 1.5, 1.0)
    own = np.where(product == 0, 2.0, 1.0)
    n = rng.poisson(contacts * 0.02 * habit * season * own)
    expected = standardised((week, product, team), n, contacts)
    truth = np.bincount(product, contacts * 0.02 * habit * season)
    ratio = np.bincount(product, n) / expected[1]
    assert ratio[0] / ratio[1:].mean() == pytest.approx(2, rel=0.08)
    assert expected[1] / expected[1].sum() == pytest.approx(truth / truth.sum(), rel=0.05)
    assert all(part.sum() == pytest.approx(n.sum()) for part in expected)


def test_standardised_gives_the_same_bytes_for_cells_in_any_order() -> None:
    rng = np.random.default_rng(3)
    groups = tuple(rng.integers(0, size, 3_000) for size in (30, 25, 9))
    n, contacts = rng.poisson(0.4, 3_000), rng.random(3_000) * 50
    mixed = rng.permutation(3_000)
    again = standardised(tuple(g[mixed] for g in groups), n[mixed], contacts[mixed])
    for a, b in zip(standardised(groups, n, contacts), again, strict=True):
        assert a.tobytes() == b.tobytes()


def test_standardised_copes_with_one_team_an_empty_week_and_no_contacts() -> None:
    week, product, team = np.array([0, 0, 2, 2]), np.array([0, 1, 0, 1]), np.zeros(4, int)
    for contacts in ([10, 10, 20, 20], [10, 0, 0, 20], [0, 0, 0, 0]):
        for part in standardised((week, product, team), [1, 2, 3, 0], contacts):
            assert np.isfinite(part).all()
