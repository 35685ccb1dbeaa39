"""The pattern engine: which products, customers or teams are really above what was to be expected.

Pure numpy and scipy, no Django; imported by the worker and by commands, never by a page.

Model (DuMouchel, "Bayesian data mining in large frequency tables", The American Statistician
53:177, 1999): an entity's count is Poisson(rate ratio x expected count), and the rate ratios of one
organisation follow a mixture of two gamma distributions that is learnt from its own data. Two, not
one: a single gamma shrinks the few real outliers away together with the chance ones.

`fit_prior`, `posterior` and `flag` take and return one-dimensional numpy arrays, one element per
entity; `scan` takes tables of weeks x series. Counts are numbers of reports, expected counts are
numbers of reports too, rate ratios and bars have no unit (1 is "as expected"). The same data in
any order give the same answer to the last bit.
"""

from reports.patterns.crossed import judge_channels, judge_hours, judge_table
from reports.patterns.expected import by_margins, fit_factors, standardised
from reports.patterns.judge import Judged, judge, judge_quiet
from reports.patterns.lists import flag
from reports.patterns.posterior import Posterior, posterior
from reports.patterns.prior import Prior, fit_gamma, fit_prior, is_enough
from reports.patterns.scan import Alarm, Episode, episodes, is_open, scan
from reports.patterns.usual import usual_range

__all__ = [
    "Alarm",
    "Episode",
    "Judged",
    "Posterior",
    "Prior",
    "by_margins",
    "episodes",
    "fit_factors",
    "fit_gamma",
    "fit_prior",
    "flag",
    "is_enough",
    "is_open",
    "judge",
    "judge_channels",
    "judge_hours",
    "judge_quiet",
    "judge_table",
    "posterior",
    "scan",
    "standardised",
    "usual_range",
]
