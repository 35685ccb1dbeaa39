"""Did training help? Rates before and after with an exact interval. Pure, no Django.

Both counts are taken as Poisson; given their sum, the count after is binomial, so the interval of
the rate ratio follows from the exact (Clopper-Pearson) interval of that share.
"""

from dataclasses import dataclass
from enum import StrEnum

from scipy.stats import beta

from reports.disclosure import Cell, fives, merged, withheld

FEWEST_REPORTS = 30
CONFIDENCE = 0.95
# An interval this narrow around "the same" says that not much can have changed.
SAME_FROM, SAME_TO = 2 / 3, 3 / 2
PER = 1_000


class Verdict(StrEnum):
    """What may be said in all honesty."""

    FEW = "few"
    EARLY = "early"
    WORKS = "works"
    SAME = "same"
    MORE = "more"


@dataclass(frozen=True)
class Side:
    """The reports of one side by reporter, and the contacts they stand against."""

    cell: Cell
    contacts: float

    @property
    def reports(self) -> int:
        return sum(self.cell.values())


@dataclass(frozen=True)
class Comparison:
    """One topic: the verdict, and its rates per 1,000 contacts where they may be shown."""

    verdict: Verdict
    before: float | None = None
    after: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def compare(before: Side, after: Side, *, people: int, smallest: int) -> Comparison:
    """Compare the reports of trained people before and after; silent while numbers are small.

    Everything is worked out from counts in fives: a month later the same is told again with one
    month more, and the exact rates of both would tell what one or two people reported in it.
    """
    if not _may_be_shown(before, after, people, smallest):
        return Comparison(Verdict.FEW)
    n, m = fives(before.reports), fives(after.reports)
    low, high = rate_ratio_interval(n, before.contacts, m, after.contacts)
    first, then = PER * n / before.contacts, PER * m / after.contacts
    return Comparison(_verdict(low, high), first, then, then / first if n else None, low, high)


def _may_be_shown(before: Side, after: Side, people: int, smallest: int) -> bool:
    if people < smallest or before.contacts <= 0 or after.contacts <= 0:
        return False
    everybody = merged([before.cell, after.cell])
    if sum(everybody.values()) < FEWEST_REPORTS or len(everybody) < smallest:
        return False
    return not withheld({"before": before.cell, "after": after.cell}, smallest)


def rate_ratio_interval(
    before: int, contacts_before: float, after: int, contacts_after: float
) -> tuple[float, float | None]:
    """Give the exact 95 % interval of rate after / rate before; None has no upper end."""
    alpha = (1 - CONFIDENCE) / 2
    low = float(beta.ppf(alpha, after, before + 1)) if after else 0.0
    high = float(beta.ppf(1 - alpha, after + 1, before)) if before else None
    scale = contacts_before / contacts_after
    top = None if high is None else scale * high / (1 - high)
    return scale * low / (1 - low), top


def _verdict(low: float, high: float | None) -> Verdict:
    if high is not None and high < 1:
        return Verdict.WORKS
    if low > 1:
        return Verdict.MORE
    if high is not None and low >= SAME_FROM and high <= SAME_TO:
        return Verdict.SAME
    return Verdict.EARLY
