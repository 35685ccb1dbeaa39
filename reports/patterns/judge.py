"""From counts and expected counts to what may be said about each entity, and whom to name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.patterns.lists import flag
from reports.patterns.posterior import Posterior, posterior
from reports.patterns.prior import LITTLE_DATA, Floats, Prior, checked, fit_prior, is_enough

FEWEST_REPORTS = 3
PRODUCT_BAR, TEAM_BAR, CUSTOMER_BAR, QUIET_BAR = 1.25, 1.25, 2.0, 0.5
QUIET_EXPECTED = 10
MOST_SURE, STANDARD_ERRORS = 25.0, 6
FDR, SHAKY = 0.10, 10.0
# Of 20,000 customers a handful stand out, and all that is known of such ones comes from them: held
# to 10 %, 11.6 % of the names were chance ones in 70 simulated companies; held to 8 %, 8.9 %.
CUSTOMER_FDR = 0.08


@dataclass(frozen=True)
class Judged:
    """One element per entity. `doubt` is the chance that it is on the wrong side of the bar."""

    reports: Floats
    expected: Floats
    prior: Prior
    known: Posterior
    doubt: Floats
    flagged: NDArray[np.bool_]
    has_little_data: bool

    @property
    def order(self) -> NDArray[np.int64]:
        """Those flagged, the surest excess first."""
        named = np.flatnonzero(self.flagged)
        return named[np.argsort(-self.known.take(named).quantile(0.05), kind="stable")]


def judge(
    counts: ArrayLike,
    expected: ArrayLike,
    *,
    bar: float,
    candidates: NDArray[np.bool_] | None = None,
    prior: Prior | None = None,
    fdr: float = FDR,
) -> Judged:
    """Say of each entity how far it is above `bar`, and flag a list with `fdr` chance names.

    From few numbers, or by the fixed prior, the list is held to 5 %.
    Counts and expected counts are numbers of reports, one element per entity. Only `candidates`
    with three reports and some exposure can be flagged. The prior is learnt here when not given.
    """
    n, e = checked(counts, expected)
    cap = surest_shape(e)
    learnt = prior or fit_prior(n, e, max_shape=cap)
    known = posterior(n, e, learnt)
    doubt = known.probability_at_or_below(bar)
    can_be = (n >= FEWEST_REPORTS) & (e > 0)
    if candidates is not None:
        can_be = can_be & candidates
    has_little_data = not is_enough(n, e)
    # A prior from few numbers, or from none of them, is uncertain itself, which the chances do not
    # know: ten to thirty entities that differ by 15 % gave twice as many chance names as promised.
    is_shaky = cap < SHAKY or has_little_data
    flagged = flag(np.where(can_be, doubt, 1.0), FDR / 2 if is_shaky else fdr)
    return Judged(n, e, learnt, known, doubt, flagged & can_be, has_little_data)


def surest_shape(expected: Floats) -> float:
    """Give how sure a prior of so few numbers may be: the cap for its shapes.

    How much entities differ shows in their scatter beyond chance, which this many expected
    reports measure with a standard error of 1 / sqrt(sum e^2 / 2). A prior that says they differ
    by less than six of those would say more than the numbers do.
    """
    told = float(np.sqrt((np.sort(expected) ** 2).sum() / 2))
    return float(np.clip(told / STANDARD_ERRORS, LITTLE_DATA.alpha1, MOST_SURE))


def judge_quiet(judged: Judged, *, bar: float = QUIET_BAR) -> Judged:
    """Flag those that report less than half of what their contacts suggest (10 expected)."""
    doubt = judged.known.probability_above(bar)
    can_be = judged.expected >= QUIET_EXPECTED
    flagged = flag(np.where(can_be, doubt, 1.0)) & can_be
    return Judged(
        judged.reports,
        judged.expected,
        judged.prior,
        judged.known,
        doubt,
        flagged,
        judged.has_little_data,
    )
