"""Did it help? What came before and after a step, beside the rest of the organisation.

Each month lets expect what the rest of the organisation had in that same month, applied to the
contacts of the product or team in question: so season, busy months and what changed everywhere
stand on both sides and fall away. Both sums are taken as Poisson; given their total, the count
after is binomial, and the interval of the rate ratio follows from the exact interval of that share
(Przyborowski & Wilenski, Biometrika 31:313, 1940; Clopper & Pearson, Biometrika 26:404, 1934).
Months that scatter more than Poisson allows widen it (quasi-Poisson: McCullagh & Nelder,
Generalized Linear Models, 2nd ed., 1989, section 4.5), as does a small rest of the organisation.

The words follow the 90 % interval. Below 1 as a whole: it works so far. Inside a margin around 1:
no change is seen, two one-sided tests at 5 % each (Schuirmann, J. Pharmacokin. Biopharm. 15:657,
1987); the margin is the drop that was hoped for, two thirds to three halves where nobody named one.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import betaincinv

from reports.patterns.prior import Floats

LEVEL = 0.90
FEWEST_MONTHS = 3
FEWEST_FREE = 3
MARGIN = 1.5


class Verdict(StrEnum):
    """What may be said in all honesty."""

    EARLY = "early"
    WORKS = "works"
    SAME = "same"
    MORE = "more"


@dataclass(frozen=True)
class Months:
    """One element per month: reports and contacts of the one judged, and of all others.

    Where contacts are not known they are ones on both sides, and shares are compared.
    """

    reports: Floats
    contacts: Floats
    rest_reports: Floats
    rest_contacts: Floats

    @property
    def expected(self) -> Floats:
        """What each month would hold at the rate the others had in it."""
        room = self.rest_contacts > 0
        rate = np.divide(
            self.rest_reports, self.rest_contacts, out=np.zeros(len(self.reports)), where=room
        )
        return np.asarray(self.contacts * rate)


@dataclass(frozen=True)
class Change:
    """The verdict, and where it can be told the rate ratio with its range.

    `as_before` is the number of reports that the level of before would have brought since then.
    """

    verdict: Verdict
    before: int
    after: int
    as_before: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def compare_months(before: Months, after: Months, *, hoped: int | None = None) -> Change:
    """Compare the months after a step with those before; `hoped` is a drop in percent."""
    n0, n1 = float(before.reports.sum()), float(after.reports.sum())
    e0, e1 = float(before.expected.sum()), float(after.expected.sum())
    seen = int(n0), int(n1)
    if len(before.reports) < FEWEST_MONTHS or not (n0 and e0 and e1):
        return Change(Verdict.EARLY, *seen)
    low, high = ratio_interval((n0, n1), (e0, e1), scatter(before, after))
    ratio = (n1 / e1) / (n0 / e0)
    return Change(_verdict(low, high, hoped), *seen, e1 * n0 / e0, ratio, low, high)


def ratio_interval(
    seen: tuple[float, float], expected: tuple[float, float], scale: float = 1.0
) -> tuple[float, float]:
    """Give the 90 % interval of rate after / rate before; `scale` is variance beyond Poisson.

    There must be reports before.
    """
    n0, n1 = seen[0] / scale, seen[1] / scale
    tail = (1 - LEVEL) / 2
    least = float(betaincinv(n1, n0 + 1, tail)) if n1 else 0.0
    most = float(betaincinv(n1 + 1, n0, 1 - tail))
    odds = expected[0] / expected[1]
    return odds * least / (1 - least), odds * most / (1 - most)


def scatter(before: Months, after: Months) -> float:
    """Say how many times more than Poisson the comparison varies; never less than once.

    The greater of what the months show around the level of their side (Pearson), and of what the
    chance in the others' reports adds.
    """
    squares, free = 0.0, -2
    for side in (before, after):
        expected = side.expected
        level = side.reports.sum() / expected.sum() if expected.sum() else 0.0
        usual = expected * level
        known = usual > 0
        squares += float((((side.reports - usual) ** 2)[known] / usual[known]).sum())
        free += int(known.sum())
    shown = squares / free if free >= FEWEST_FREE else 1.0
    own = sum(1 / max(float(side.reports.sum()), 0.5) for side in (before, after))
    rest = sum(1 / max(float(side.rest_reports.sum()), 0.5) for side in (before, after))
    return max(1.0, shown, 1 + rest / own)


def _verdict(low: float, high: float, hoped: int | None) -> Verdict:
    if high < 1:
        return Verdict.WORKS
    if low > 1:
        return Verdict.MORE
    least = 1 - hoped / 100 if hoped else 1 / MARGIN
    top = 1 / least if least else np.inf
    return Verdict.SAME if low > least and high < max(top, MARGIN) else Verdict.EARLY
