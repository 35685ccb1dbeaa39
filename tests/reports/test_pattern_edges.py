"""The engine's public names at their edges: what they refuse, and ranges whatever the gammas."""

import numpy as np
import pytest

from reports.patterns import Posterior, Prior, fit_prior, flag, posterior, scan

PRIOR = Prior(0.9, 0.4, 6.0, 7.0, 0.15)


@pytest.mark.parametrize("max_shape", [0, -1.0, np.nan])
def test_fit_prior_refuses_a_cap_that_no_shape_can_keep(max_shape: float) -> None:
    for size in (3, 60):
        with pytest.raises(ValueError, match="max_shape is a number above 0"):
            fit_prior(np.full(size, 2), np.ones(size), max_shape=max_shape)


def test_fit_prior_refuses_zeros_in_a_zero_truncated_table() -> None:
    counts = np.append(np.full(60, 2), 0)
    fit_prior(counts, np.ones(61))
    with pytest.raises(ValueError, match="zero-truncated table holds no counts of 0"):
        fit_prior(counts, np.ones(61), zero_truncated=True)


@pytest.mark.parametrize("bar", [-0.5, np.nan])
def test_posterior_refuses_a_bar_that_is_no_rate_ratio(bar: float) -> None:
    known = posterior([1], [1], PRIOR)
    for chance in (known.probability_above, known.probability_at_or_below):
        with pytest.raises(ValueError, match="bar is a rate ratio"):
            chance(bar)
    assert known.probability_above(0) == 1


@pytest.mark.parametrize("parts", [(0, 1, 1, 1, 0.5), (1, 1, 1, -2, 0.5), (1, 1, 1, 1, 1.5)])
def test_prior_refuses_what_is_no_mixture_of_two_gammas(parts: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="shapes and rates are above 0"):
        Prior(*parts)


@pytest.mark.parametrize("chances", [[0.1, np.nan], [-0.1], [1.1], [[0.1, 0.2]]])
def test_flag_refuses_what_is_no_list_of_chances(chances: list[float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        flag(chances)


@pytest.mark.parametrize("fdr", [-0.1, 1.5, np.nan])
def test_flag_refuses_a_share_of_chance_names_that_is_none(fdr: float) -> None:
    with pytest.raises(ValueError, match="fdr lies between 0 and 1"):
        flag([0.1], fdr)


@pytest.mark.parametrize("threshold", [-0.01, np.nan])
def test_scan_refuses_a_threshold_that_is_no_chance(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold is a chance"):
        scan(np.ones((40, 3)), np.ones((40, 3)), threshold=threshold)


def test_posterior_refuses_a_quantile_outside_zero_and_one() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        posterior([1], [1], PRIOR).quantile(1.0)


def test_quantile_agrees_with_halving_whatever_the_two_gammas() -> None:
    rng = np.random.default_rng(12)
    shapes = np.exp(rng.uniform(-6, 6, (4, 2_000)))
    known = Posterior(rng.beta(0.3, 0.3, 2_000), *shapes)
    for q in (0.05, 0.5, 0.95):
        low, high = np.full(2_000, 1e-300), np.full(2_000, 1e9)
        for _ in range(70):
            middle = np.sqrt(low * high)
            is_low = known._at_or_below(middle) < q
            low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
        seen = high > 1e-100
        assert known.quantile(q)[seen] == pytest.approx(high[seen], rel=1e-9)
        assert known.take(np.arange(999, -1, -1)).quantile(q).tobytes() == (
            known.quantile(q)[999::-1].tobytes()
        )
